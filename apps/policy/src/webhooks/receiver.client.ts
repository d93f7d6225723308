import { type Egress, EgressConnectError, EgressLimitError, EgressRefusedError } from '@countersign/egress';
import { Inject, Injectable } from '@nestjs/common';
import { type AttemptOutcome, parseRetryAfter } from './settle-attempt.js';
import { RESPONSE_BYTES_MAX, SEND_TIMEOUT_MS } from './webhook-limits.js';
import { WEBHOOK_EGRESS } from './webhook-settings.js';

export interface DeliveryPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const GONE = 410;
const LIMITS = { totalMs: SEND_TIMEOUT_MS, responseBytes: RESPONSE_BYTES_MAX };

/** One attempt at a receiver. What it says beyond its status is neither kept nor told. */
@Injectable()
export class ReceiverClient {
  constructor(@Inject(WEBHOOK_EGRESS) private readonly egress: Egress) {}

  async post({ url, headers, body }: DeliveryPost): Promise<AttemptOutcome> {
    let response: Response;
    try {
      // The guard checks the address at every connect, and follows no redirect.
      response = await this.egress.fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Countersign-Webhooks/1', ...headers },
        body,
        limits: LIMITS,
      });
    } catch (error) {
      return { kind: 'failed', error: explain(error) };
    }
    await drain(response);
    return judge(response);
  }
}

function judge({ ok, status, headers }: Response): AttemptOutcome {
  if (ok) return { kind: 'delivered' };
  if (status === GONE) return { kind: 'refused', error: 'HTTP 410: the receiver says that it is gone for good' };
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), new Date());
  return { kind: 'failed', error: `HTTP ${status}`, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Lets the connection be used again. The status has said everything, so that it does not matter how this ends. */
async function drain(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  await readToEnd(reader).catch(() => undefined);
}

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  for (;;) {
    const { done } = await reader.read();
    if (done) return;
  }
}

/** The guard's words name the host at most; those of a broken connection are not ours. */
function explain(error: unknown): string {
  const isOurs =
    error instanceof EgressRefusedError || error instanceof EgressConnectError || error instanceof EgressLimitError;
  return isOurs ? error.message : 'the connection broke before there was an answer';
}
