import type { Socket } from 'node:net';
import type { Egress } from '@countersign/egress';
import { Client, type Dispatcher } from 'undici';
import { IDLE_CONNECTION_MARGIN_MS, IDLE_CONNECTION_MS } from '../limits.js';
import { idleMsOf } from './idle-time.js';
import type { McpHttpRequest } from './mcp-request.js';

/** The client wanted a second connection: the one it was given had died before anything was written on it. */
class SecondConnectionError extends Error {
  constructor() {
    super('the connection was closed before anything was sent');
  }
}

/**
 * One connection to one server, opened through the egress guard, on which one request follows another. It never connects
 * by itself: a request that would need it to is refused, and that is the proof that nothing of it was sent.
 */
export class GuardedConnection {
  private usedAtMs = performance.now();
  private bytesBefore = 0;
  private idleMsMax = IDLE_CONNECTION_MS;

  private constructor(
    private readonly socket: Socket,
    private readonly client: Client,
  ) {}

  /** @throws EgressRefusedError, EgressConnectError: nothing was sent */
  static async open(egress: Egress, url: URL, signal?: AbortSignal): Promise<GuardedConnection> {
    const socket = await egress.openSocket(url, signal === undefined ? {} : { signal });
    // Until the client takes it over nobody else listens, and an error without a listener ends the process.
    socket.on('error', () => socket.destroy());
    let isHandedOver = false;
    const client = new Client(url.origin, {
      connect: (_options, callback) => {
        if (isHandedOver || socket.destroyed) {
          queueMicrotask(() => callback(new SecondConnectionError(), null));
          return;
        }
        isHandedOver = true;
        // undici waits for ever for a connection that is there before it has begun to wait.
        queueMicrotask(() => callback(null, socket));
      },
      allowH2: false,
      pipelining: 1,
      // Calls bring their own deadline; undici's 300 s would cut long ones, and its idle time is ours to decide.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_CONNECTION_MS,
      keepAliveMaxTimeout: IDLE_CONNECTION_MS,
      keepAliveTimeoutThreshold: IDLE_CONNECTION_MARGIN_MS,
    });
    return new GuardedConnection(socket, client);
  }

  /** Throws nothing: whatever becomes of it is told to the handler. */
  send({ path, headers, body }: McpHttpRequest, handler: Dispatcher.DispatchHandler): void {
    this.markUsed();
    this.client.dispatch({ method: body === null ? 'GET' : 'POST', path, headers, body }, handler);
  }

  async get(request: Pick<McpHttpRequest, 'path' | 'headers'>, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const { path, headers } = request;
    this.markUsed();
    return this.client.request({ method: 'GET', path, headers, signal });
  }

  /** Whether a byte of the last request may have left. Bytes that wait in a buffer count: they may leave any moment. */
  hasWritten(): boolean {
    return this.socket.bytesWritten > this.bytesBefore;
  }

  /** What the server says of how long it keeps the connection. Its word is looked at by the clock, since timers can be late. */
  boundIdleTime(keepAlive: string | readonly string[] | undefined): void {
    this.idleMsMax = idleMsOf(keepAlive);
  }

  markIdle(): void {
    this.usedAtMs = performance.now();
  }

  isReusable(): boolean {
    const isOpen = !this.socket.destroyed && this.socket.writable && this.socket.readable;
    return isOpen && !this.client.destroyed && performance.now() - this.usedAtMs < this.idleMsMax;
  }

  private markUsed(): void {
    this.bytesBefore = this.socket.bytesWritten;
    this.usedAtMs = performance.now();
  }

  /** Cuts the connection. Also ends a client that has not taken the socket over yet. */
  close(): void {
    this.socket.destroy();
    void this.client.destroy().catch(() => undefined);
  }
}
