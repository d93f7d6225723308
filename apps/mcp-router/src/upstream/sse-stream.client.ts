import type { Egress } from '@countersign/egress';
import type { Dispatcher } from 'undici';
import { RESULT_BYTES_MAX, SESSION_TIMEOUT_MS, SSE_EVENT_BYTES_MAX } from '../limits.js';
import { CredentialMask } from './credential-mask.js';
import type { AnswerRoom, EnterAnswer } from './held-answers.js';
import { GuardedConnection } from './guarded-connection.client.js';
import { AnswerTooLargeError, NoRoomForAnswerError } from './answer.errors.js';
import { challengeOf, explain, TimedOutError } from './mcp-exchange.client.js';
import { parseJson } from './parse-answer.js';
import { assertAccepted } from './mcp-sessions.client.js';
import { toRpcAnswer, type RpcAnswer } from './read-answer.js';
import { SseParser, type SseEvent } from './sse-parser.js';
import { toEndpointUrl } from './to-endpoint-url.js';
import { NotConnectedError } from './upstream.errors.js';
import type { UpstreamTarget } from './upstream-outcome.js';

/** Who waits for what on a stream. */
export interface Expected {
  readonly id: string | null;
  readonly onAnswer: (answer: RpcAnswer) => void;
  readonly onEnd: (error: unknown) => void;
  /** Anything else that the server says meanwhile. */
  readonly onMessage?: ((message: unknown) => void) | undefined;
}

/** Out of this process, and back into it. */
export interface SseWay {
  readonly egress: Egress;
  readonly enter: EnterAnswer;
}

/** The stream on which an HTTP+SSE server says where to post requests and then answers them. */
export class SseStream {
  private readonly endpoint = Promise.withResolvers<URL>();
  private expected: Expected | undefined;
  private isOpen = true;

  private constructor(
    private readonly connection: GuardedConnection,
    private readonly url: URL,
    private readonly room: AnswerRoom,
  ) {
    // It is awaited a moment later than a stream may break.
    this.endpoint.promise.catch(() => undefined);
  }

  /**
   * Resolves when the server has said where to post.
   *
   * @throws NotConnectedError, CredentialsRefusedError, or what the egress guard says
   */
  static async open({ egress, enter }: SseWay, target: UpstreamTarget): Promise<{ stream: SseStream; endpoint: URL }> {
    const connection = await GuardedConnection.open(egress, target.url);
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new TimedOutError()), SESSION_TIMEOUT_MS);
    let stream: SseStream | undefined;
    try {
      const response = await requestStream(connection, target, deadline.signal);
      stream = new SseStream(connection, target.url, enter());
      void stream.read(response.body as AsyncIterable<Buffer>);
      return { stream, endpoint: await stream.endpoint.promise };
    } catch (error) {
      stream?.close();
      connection.close();
      if (error instanceof NotConnectedError) throw error;
      throw new NotConnectedError(explain(error, SESSION_TIMEOUT_MS), { cause: error });
    } finally {
      // From here on every request has a deadline of its own.
      clearTimeout(timer);
    }
  }

  hasEnded(): boolean {
    return !this.isOpen;
  }

  /** One at a time; `id` null expects no more than that the stream stays. */
  expect(expected: Expected): void {
    this.expected = expected;
  }

  expectNothing(): void {
    this.expected = undefined;
  }

  close(): void {
    this.isOpen = false;
    this.room.leave();
    this.connection.close();
  }

  private async read(chunks: AsyncIterable<Buffer>): Promise<void> {
    const parser = new SseParser(SSE_EVENT_BYTES_MAX);
    const decoder = new TextDecoder('utf-8', { ignoreBOM: false });
    let bytes = 0;
    try {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > RESULT_BYTES_MAX) throw new AnswerTooLargeError();
        for (const event of parser.pushEvents(decoder.decode(chunk, { stream: true }))) this.take(event);
        this.hold(parser);
      }
      this.end(new Error('the server has ended the stream'));
    } catch (error) {
      this.end(error);
    }
  }

  private hold({ heldBytes }: SseParser): void {
    if (!this.room.hold(heldBytes)) throw new NoRoomForAnswerError();
  }

  private take({ type, data }: SseEvent): void {
    if (type === 'endpoint') this.takeEndpoint(data);
    // What nobody waits for is not even parsed.
    if (type !== 'message' || this.expected?.id == null) return;
    const message = parseJson(data);
    const answer = toRpcAnswer(message, this.expected.id);
    if (answer !== undefined) this.expected.onAnswer(answer);
    else this.expected.onMessage?.(message);
  }

  private takeEndpoint(data: string): void {
    const endpoint = toEndpointUrl(data, this.url);
    if (endpoint === null) {
      this.endpoint.reject(new NotConnectedError('the server wants its requests sent to another origin'));
    } else this.endpoint.resolve(endpoint);
  }

  private end(error: unknown): void {
    this.close();
    this.endpoint.reject(error);
    this.expected?.onEnd(error);
  }
}

async function requestStream(
  connection: GuardedConnection,
  target: UpstreamTarget,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { url, headers } = target;
  const request = { path: `${url.pathname}${url.search}`, headers: { ...headers, accept: 'text/event-stream' } };
  const response = await connection.get(request, signal);
  const { statusCode: status } = response;
  const challenge = challengeOf(response, CredentialMask.of(headers));
  assertAccepted(target, { status, answer: undefined, challenge }, 'the server opened no stream');
  if (String(response.headers['content-type'] ?? '').startsWith('text/event-stream')) return response;
  throw new NotConnectedError('the server opened no stream: it answered with something else');
}
