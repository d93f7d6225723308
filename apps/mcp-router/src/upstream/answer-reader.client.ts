import type { Dispatcher } from 'undici';
import { BodyParts } from '../body-parts.js';
import { RESULT_BYTES_MAX, SSE_EVENT_BYTES_MAX } from '../limits.js';
import { AnswerTooLargeError, NoRoomForAnswerError } from './answer.errors.js';
import type { AnswerRoom } from './held-answers.js';
import { parseAnswer, parseJson } from './parse-answer.js';
import { toRpcAnswer, type RpcAnswer } from './read-answer.js';
import { SseParser, type StreamPosition } from './sse-parser.js';

type Headers = Dispatcher.ResponseData['headers'];

export interface ReadingOptions {
  /** What has come of the answer is kept in it; whoever made it leaves it. */
  readonly room: Pick<AnswerRoom, 'hold'>;
  /** Every message of a stream that is not the answer. */
  readonly onMessage?: (message: unknown) => void;
  /** Is kept up to date with a stream. */
  readonly position?: StreamPosition;
}

interface Events {
  readonly parser: SseParser;
  readonly decoder: InstanceType<typeof TextDecoder>;
}

/** After its response a server ends the stream; one that goes on is left. */
const LINGER_MS = 1_000;

/**
 * Reads one response while it comes: JSON as a whole, or a stream of events up to the answer. On undici's own events, since a
 * stream of Node with its signals around every answer costs more than reading it. What is thrown in here comes back to
 * `onResponseError`, after undici has cut the connection.
 */
export class AnswerReader implements Dispatcher.DispatchHandler {
  status = 0;
  headers: Headers = {};
  /** Rejects with why there is none. Undefined: the response has ended without one. */
  readonly answer: Promise<RpcAnswer | undefined>;
  private resolve!: (answer: RpcAnswer | undefined) => void;
  private reject!: (error: unknown) => void;
  private controller: Dispatcher.DispatchController | undefined;
  private abortedBy: Error | undefined;
  private events: Events | undefined;
  private readonly parts = new BodyParts();
  private bytes = 0;
  private isAnswered = false;
  /** Whether it ended well; undefined while it goes on. */
  private isClean: boolean | undefined;
  private onEnd: ((isClean: boolean) => void) | undefined;

  constructor(
    private readonly id: string | null,
    private readonly options: ReadingOptions,
  ) {
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** The answer is not waited for any more; the connection is cut. */
  abort(error: Error): void {
    this.abortedBy = error;
    if (this.controller === undefined) this.fail(error);
    else this.controller.abort(error);
  }

  /** After the answer: whether the response ends, so that another request can follow on its connection. */
  untilEnd(): Promise<boolean> {
    if (this.isClean !== undefined) return Promise.resolve(this.isClean);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), LINGER_MS);
      this.onEnd = (isClean) => {
        clearTimeout(timer);
        resolve(isClean);
      };
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.abortedBy !== undefined) controller.abort(this.abortedBy);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    // 1xx: the response is still to come.
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    const isStream = String(headers['content-type'] ?? '').startsWith('text/event-stream');
    if (!isStream || this.id === null) return;
    this.events = {
      parser: new SseParser(SSE_EVENT_BYTES_MAX, this.options.position),
      decoder: new TextDecoder('utf-8', { ignoreBOM: false }),
    };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isAnswered) return;
    this.bytes += chunk.length;
    if (this.bytes > RESULT_BYTES_MAX) throw new AnswerTooLargeError();
    if (this.events === undefined) this.keep(chunk);
    else this.readEvents(this.events, chunk);
  }

  onResponseEnd(): void {
    if (!this.isAnswered) this.settle(this.events === undefined ? this.readWhole() : undefined);
    this.end(true);
  }

  /** Cut after its answer: the answer stands, the connection does not. */
  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.fail(error);
  }

  private keep(chunk: Buffer): void {
    this.parts.push(chunk);
    this.hold(this.bytes);
  }

  private hold(bytes: number): void {
    if (!this.options.room.hold(bytes)) throw new NoRoomForAnswerError();
  }

  private readEvents({ parser, decoder }: Events, chunk: Buffer): void {
    for (const data of parser.push(decoder.decode(chunk, { stream: true }))) {
      const message = parseJson(data);
      const answer = this.id === null ? undefined : toRpcAnswer(message, this.id);
      if (answer !== undefined) return this.settle(answer);
      this.options.onMessage?.(message);
    }
    this.hold(parser.heldBytes);
  }

  private readWhole(): RpcAnswer | undefined {
    return parseAnswer(this.parts.join().toString('utf8'), this.id);
  }

  private settle(answer: RpcAnswer | undefined): void {
    this.isAnswered = true;
    this.resolve(answer);
  }

  private fail(error: Error): void {
    this.end(false);
    this.reject(error);
  }

  private end(isClean: boolean): void {
    this.isClean ??= isClean;
    this.onEnd?.(isClean);
  }
}
