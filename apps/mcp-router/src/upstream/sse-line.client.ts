import { GuardedConnection } from './guarded-connection.client.js';
import {
  CancelledError,
  exchange,
  ExchangeError,
  explain,
  TimedOutError,
  type Exchange,
  type ExchangeOptions,
} from './mcp-exchange.client.js';
import type { McpHttpRequest } from './mcp-request.js';
import type { RpcAnswer } from './read-answer.js';
import { SseStream, type SseWay } from './sse-stream.client.js';
import type { UpstreamTarget } from './upstream-outcome.js';

/**
 * A server of the transport HTTP+SSE (revision 2024-11-05): requests go out as POSTs, their answers come on one stream.
 *
 * One stream serves one call. A shared one would save two round trips, and would make the outcome of every call on it
 * unknown as soon as one of them breaks it; the transport is deprecated, so what counts is that the outcome is true.
 */
export class SseLine {
  private constructor(
    private readonly way: SseWay,
    /** With the address that requests are posted to. */
    readonly target: UpstreamTarget,
    private readonly stream: SseStream,
    private posts: GuardedConnection,
  ) {}

  /** @throws NotConnectedError, CredentialsRefusedError, ExchangeError, or what the egress guard says */
  static async open(way: SseWay, target: UpstreamTarget): Promise<SseLine> {
    const { stream, endpoint } = await SseStream.open(way, target);
    try {
      const posts = await GuardedConnection.open(way.egress, endpoint);
      return new SseLine(way, { ...target, url: endpoint }, stream, posts);
    } catch (error) {
      stream.close();
      throw error;
    }
  }

  /** Servers close a connection after a request as they like; the next request must not find that out. */
  async prepare(): Promise<void> {
    if (this.posts.isReusable()) return;
    this.posts.close();
    this.posts = await GuardedConnection.open(this.way.egress, this.target.url);
  }

  /** Posts one request and waits for its answer, wherever it comes first. Throws ExchangeError only; then it is closed. */
  async ask(
    request: McpHttpRequest,
    { timeoutMs, signal, onMessage }: Omit<ExchangeOptions, 'enter'>,
  ): Promise<Exchange> {
    // Nobody could answer: nothing is asked.
    if (this.stream.hasEnded()) throw new ExchangeError('the server closed the stream before anything was sent', false);
    const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
    const timer = setTimeout(() => reject(new TimedOutError()), timeoutMs);
    const cancel = (): void => reject(new CancelledError());
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const posted = this.post(request, timeoutMs);
      const onAnswer = (answer: RpcAnswer): void => resolve(answered(request, answer, posted));
      this.stream.expect({ id: request.id, onAnswer, onEnd: reject, onMessage });
      posted.then((refusal) => refusal && resolve(refusal), reject);
      return await promise;
    } catch (error) {
      const mayHaveBeenSent = this.posts.hasWritten();
      this.close();
      throw new ExchangeError(explain(error, timeoutMs), mayHaveBeenSent, { cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      this.stream.expectNothing();
    }
  }

  close(): void {
    this.posts.close();
    this.stream.close();
  }

  /** What the POST itself says, if that is all there will be; undefined: the answer comes on the stream, if at all. */
  private async post(request: McpHttpRequest, timeoutMs: number): Promise<Exchange | undefined> {
    try {
      const posted = await exchange(this.posts, request, { timeoutMs, enter: this.way.enter });
      const isAccepted = posted.status >= 200 && posted.status < 300;
      return isAccepted && request.id !== null && posted.answer === undefined ? undefined : posted;
    } catch (error) {
      // Once a byte has left, a lost POST says nothing: the server may be at work, and the stream will tell.
      if (error instanceof ExchangeError && error.mayHaveBeenSent && request.id !== null) return undefined;
      throw error;
    }
  }
}

/** Clean when the POST has been answered too: only then can another follow it. */
function answered({ mask }: McpHttpRequest, answer: RpcAnswer, posted: Promise<unknown>): Exchange {
  const isClean = posted.then(
    () => true,
    () => false,
  );
  return { status: 200, sessionId: null, answer: mask.answer(answer), challenge: null, isClean };
}
