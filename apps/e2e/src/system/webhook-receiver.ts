import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from '@countersign/testing';

export interface ReceivedMessage {
  readonly headers: IncomingHttpHeaders;
  /** As it came, which is what is signed. */
  readonly body: string;
}

/** What a message of the format `json` says. */
export interface Announced {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const NO_CONTENT = 204;

/** Somebody else's system, which is told of approvals: takes what comes, and answers what a test wants. */
export class WebhookReceiver {
  readonly received: ReceivedMessage[] = [];
  status = NO_CONTENT;

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const port = await freePort();
    const server = createServer();
    const own = new WebhookReceiver(`http://127.0.0.1:${port}/hooks/approvals`, server);
    server.on('request', (request, response) => {
      void text(request).then((body) => {
        own.received.push({ headers: request.headers, body });
        response.writeHead(own.status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return own;
  }

  /** What was said about one approval, in the order it came. */
  saidOf(approvalId: string): Announced[] {
    return this.received
      .map(({ body }) => JSON.parse(body) as Announced)
      .filter(({ data }) => data['approvalId'] === approvalId);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Farther from the receiver's clock, a message is a replay. */
const TOLERANCE_SECONDS = 300;

/**
 * A receiver's side of Standard Webhooks, written after its specification and not after the sender's code: the key is the
 * base64 behind `whsec_`, what is signed is `<id>.<timestamp>.<body>`, and one of the space-separated `v1,` values has to match.
 */
export function isSigned(secret: string, { headers, body }: ReceivedMessage, nowMs = Date.now()): boolean {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  );
  if (!id || !(Math.abs(nowMs / 1_000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return (signatures ?? '').split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
