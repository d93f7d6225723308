import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { STREAM_BUFFER_BYTES_MAX } from '../../limits.js';
import type { Room } from './held-bytes.js';
import { errorAnswer, notification, sseEvent, type Json } from '../protocol/rpc-answer.js';
import { TOKEN_REVOKED } from '../protocol/rpc.errors.js';
import type { RpcId } from '../protocol/rpc-message.js';

const JSON_TYPE = { 'content-type': 'application/json', 'cache-control': 'no-store' };
/** `x-accel-buffering`: a proxy that collected a stream would hold back what it is for. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
const COMMENT = Buffer.from(': still here\n\n');

/**
 * One HTTP request and its answer: JSON in one piece, or a stream of events from the moment on at which something is to be
 * said before the answer. What happens to a call never depends on it.
 */
export class Exchange {
  private isStreaming = false;
  private hasEnded = false;
  private aborting: AbortController | undefined;
  private reason: 'gone' | 'stopping' | 'revoked' | undefined;
  private asked: readonly RpcId[] = [];
  private isListening = false;
  private lastWriteMs = performance.now();

  constructor(
    private readonly response: ServerResponse,
    /** Without that a client reads JSON only, and hears nothing before the answer. */
    readonly takesEvents: boolean,
    /** For what its client has not read yet, or has not sent to its end. */
    readonly room: Room,
  ) {
    response.on('close', () => {
      room.leave();
      if (!this.hasEnded) this.abort('gone');
    });
  }

  /** Nobody waits for the answer any more, or nobody may. Made when it is first asked for: most answers come at once. */
  get signal(): AbortSignal {
    this.aborting ??= new AbortController();
    if (this.reason !== undefined) this.aborting.abort();
    return this.aborting.signal;
  }

  get isGone(): boolean {
    return this.reason === 'gone';
  }

  /** The process stops: what waits is to be answered with what there is, and its connection is not kept for another. */
  stop(): void {
    const { response } = this;
    const { socket } = response;
    if (response.headersSent) response.once('finish', () => socket?.end());
    else response.setHeader('connection', 'close');
    this.abort('stopping');
  }

  /** What is asked, for whoever has to answer in place of those who work on it. */
  asks(ids: readonly RpcId[]): void {
    this.asked = ids;
  }

  /** It is a stream of changes, which ends in its own way. */
  listens(): void {
    this.isListening = true;
  }

  /** The token was good when the request came. Whatever comes of it is not this client's any more. */
  revoke(challenge: string): void {
    if (this.isListening) return;
    const [id = null, ...others] = this.asked;
    for (const other of others) this.answerInStream(errorAnswer(other, TOKEN_REVOKED));
    this.answer(TOKEN_REVOKED.status, errorAnswer(id, TOKEN_REVOKED), { 'www-authenticate': challenge });
    this.abort('revoked');
  }

  /** @returns false where nobody can hear it */
  notify(method: string, params?: object): boolean {
    return this.say(notification(method, params));
  }

  /** Any message before the answer, as it is. @returns false where nobody can hear it */
  say(json: Json): boolean {
    if (!this.beginStream()) return false;
    this.write(sseEvent(json));
    return true;
  }

  /** @returns false where the client takes no events, or nobody listens any more */
  beginStream(headers: OutgoingHttpHeaders = {}): boolean {
    if (!this.takesEvents || this.hasEnded || this.isGone) return false;
    if (!this.isStreaming) {
      this.isStreaming = true;
      this.response.writeHead(200, { ...STREAM_HEADERS, ...headers });
      this.response.flushHeaders();
    }
    return true;
  }

  /** An answer that is not read is not kept for ever. */
  endUnread(unreadMs: number): void {
    if (this.hasEnded && performance.now() - this.lastWriteMs >= unreadMs) this.response.destroy();
  }

  /** Proxies and clients cut connections on which nothing moves. */
  keepAlive(silentMs: number): void {
    const isDue = performance.now() - this.lastWriteMs >= silentMs;
    if (isDue && this.beginStream()) this.write(COMMENT);
  }

  answer(status: number, json: Json, headers: OutgoingHttpHeaders = {}): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.lastWriteMs = performance.now();
    if (this.room.takeAnswer(json.length) !== 'taken') {
      this.response.destroy();
      return;
    }
    if (this.isStreaming) {
      this.response.end(sseEvent(json));
      return;
    }
    const length = typeof json === 'string' ? Buffer.byteLength(json) : json.length;
    this.response.writeHead(status, { ...JSON_TYPE, 'content-length': length, ...headers });
    this.response.end(json);
  }

  /** Without a body; of a stream, its end. */
  end(status: number, headers: OutgoingHttpHeaders = {}): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    if (!this.isStreaming)
      this.response.writeHead(status, status === 204 ? headers : { 'content-length': 0, ...headers });
    this.response.end();
  }

  /** One of several answers to a batch that has become a stream. */
  answerInStream(json: Json): boolean {
    if (!this.isStreaming || this.hasEnded) return false;
    this.write(sseEvent(json));
    return true;
  }

  /** For the one who keeps a list of them. */
  onClose(listener: () => void): void {
    this.response.on('close', listener);
  }

  private write(bytes: Buffer): void {
    if (this.hasEnded || this.isGone) return;
    this.lastWriteMs = performance.now();
    if (this.response.write(bytes)) return;
    // Who does not read what was said cannot make us keep it, be it on one stream or on many.
    const { writableLength } = this.response;
    const isKept = writableLength <= STREAM_BUFFER_BYTES_MAX && this.room.holdStream(writableLength) === 'taken';
    if (!isKept) this.response.destroy();
    else if (this.response.listenerCount('drain') === 0) this.response.once('drain', () => this.room.holdStream(0));
  }

  private abort(reason: 'gone' | 'stopping' | 'revoked'): void {
    this.reason ??= reason;
    this.aborting?.abort();
  }
}
