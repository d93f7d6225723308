import { SERVER_MESSAGES_MAX, SERVER_REQUESTS_MAX } from '../limits.js';
import { isDeclared, type CallSink, type MirroredCapabilities, type ServerAnswer } from './call-sink.js';
import type { CredentialMask } from './credential-mask.js';

/** What a client is told beside the answer; the rest concerns lists, which are looked at by others. */
const HANDED_ON = ['notifications/progress', 'notifications/message', 'notifications/elicitation/complete'];
const METHOD_NOT_FOUND = -32_601;
const INTERNAL_ERROR = -32_603;

type MessageId = string | number;
type Params = Readonly<Record<string, unknown>>;

export interface ServerMessagesOptions {
  readonly sink: CallSink | undefined;
  readonly capabilities: MirroredCapabilities;
  /** Of the request that the server is answering; it is the progress token too. */
  readonly requestId: string;
  readonly mask: CredentialMask;
  /** Null: the server's era has no requests of servers. */
  readonly reply: ((id: MessageId, answer: ServerAnswer) => Promise<void>) | null;
}

/** What a server says on the stream of one request before it answers it. */
export class ServerMessages {
  private hasEnded = false;
  /** Made when the client is first asked something: most servers only answer, and a signal costs more than reading that. */
  private asking: AbortController | undefined;
  private messages = 0;
  private requests = 0;

  constructor(private readonly options: ServerMessagesOptions) {}

  take(message: unknown): void {
    this.messages += 1;
    if (this.messages > SERVER_MESSAGES_MAX || this.hasEnded) return;
    if (!isRecord(message) || typeof message['method'] !== 'string') return;
    const { id, method } = message;
    const params = isRecord(message['params']) ? this.options.mask.value(message['params']) : {};
    if (id === undefined) this.takeNotification(method, params);
    else if (typeof id === 'string' || typeof id === 'number') void this.takeRequest(id, method, params);
  }

  /** The request has been answered, or never will be. */
  end(): void {
    this.hasEnded = true;
    this.asking?.abort();
  }

  private takeNotification(method: string, params: Params): void {
    const { sink, requestId } = this.options;
    if (sink === undefined || !HANDED_ON.includes(method)) return;
    if (method !== 'notifications/progress') return sink.onNotification({ method, params });
    const { progressToken } = sink;
    // In a session that others use too: the progress of nobody else.
    if (progressToken === undefined || params['progressToken'] !== requestId) return;
    sink.onNotification({ method, params: { ...params, progressToken } });
  }

  private async takeRequest(id: MessageId, method: string, params: Params): Promise<void> {
    const { reply } = this.options;
    this.requests += 1;
    if (reply === null || this.requests > SERVER_REQUESTS_MAX) return;
    const answer = await this.answer(method, params);
    if (!this.hasEnded) await reply(id, answer);
  }

  private async answer(method: string, params: Params): Promise<ServerAnswer> {
    const { sink, capabilities } = this.options;
    if (method === 'ping') return { result: {} };
    if (sink?.onRequest === undefined || !isDeclared(capabilities, method)) {
      return { error: { code: METHOD_NOT_FOUND, message: 'Nobody is there to be asked this.' } };
    }
    this.asking ??= new AbortController();
    try {
      return await sink.onRequest({ method, params }, this.asking.signal);
    } catch {
      // Why the client did not answer is no business of the server's.
      return { error: { code: INTERNAL_ERROR, message: 'The client did not answer.' } };
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
