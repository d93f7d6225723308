import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { freePort } from './free-port.js';

export interface FaultTarget {
  readonly host: string;
  readonly port: number;
}

interface Faults {
  readonly delayMs: number;
  readonly isFrozen: boolean;
  readonly isRefusing: boolean;
  readonly answerBytesMax: number;
}

/** What becomes of the last of the awaited texts when its connection is cut. */
export type LastWord = 'swallowed' | 'delivered';

interface AwaitedWords {
  readonly texts: readonly string[];
  readonly lastWord: LastWord;
  readonly isOver: () => void;
}

const HEALTHY: Faults = { delayMs: 0, isFrozen: false, isRefusing: false, answerBytesMax: Infinity };

/**
 * libuv refuses to reset a socket that is being shut down, and Node then leaks its handle, which keeps the process alive
 * and busy; and resetting a destroyed socket makes it fail again, which its peer would answer for ever.
 */
function reset(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** A TCP proxy in front of a target, which fails on demand in the ways networks do. */
export class FaultProxy {
  private readonly sockets = new Set<Socket>();
  private faults = HEALTHY;
  private awaited: AwaitedWords | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: FaultTarget,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  static async start(target: FaultTarget): Promise<FaultProxy> {
    // Half-open: each side's end is passed on by itself.
    const proxy = new FaultProxy(createServer({ allowHalfOpen: true }), target);
    proxy.server.listen(await freePort(), '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Holds every chunk back by this long, in both directions. */
  setDelay(delayMs: number): void {
    this.faults = { ...this.faults, delayMs };
  }

  /** Resets every open connection, and new ones at once until `heal`. */
  cut(): void {
    this.faults = { ...this.faults, isRefusing: true };
    this.resetConnections();
  }

  /** Resets every open connection; new ones are served. */
  resetConnections(): void {
    for (const socket of this.sockets) reset(socket);
  }

  /** Accepts and keeps connections, but passes nothing on, not even their end, as a vanished host does. */
  freeze(): void {
    this.faults = { ...this.faults, isFrozen: true };
  }

  /** Each connection from now on ends when it has passed on this many bytes of answers. */
  truncateAnswers(bytes: number): void {
    this.faults = { ...this.faults, answerBytesMax: bytes };
  }

  /**
   * Resets the one connection on which a client says these texts one after another, with the last of them: it is either
   * `swallowed`, or `delivered`, and then the target acts on it and its answer is lost. A text that is split over two
   * chunks is not found. Resolves when that has happened; everything else is served.
   */
  cutAfter(texts: readonly string[], lastWord: LastWord): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.awaited = { texts, lastWord, isOver: resolve };
    return promise;
  }

  /** New connections are healthy again. What a frozen connection swallowed stays lost, so those are reset. */
  heal(): void {
    if (this.faults.isFrozen) this.resetConnections();
    this.faults = HEALTHY;
  }

  async close(): Promise<void> {
    this.resetConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    if (this.faults.isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ ...this.target, allowHalfOpen: true });
    this.track(client, upstream);
    this.track(upstream, client);
    this.listen(client, upstream);
    this.pass(client, upstream, Infinity);
    this.pass(upstream, client, this.faults.answerBytesMax);
  }

  private track(socket: Socket, peer: Socket): void {
    this.sockets.add(socket);
    // A reset on one side is the fault under test; it becomes a reset on the other.
    socket.on('error', () => reset(peer));
    socket.on('close', () => {
      this.sockets.delete(socket);
      if (!this.faults.isFrozen && !peer.writableEnded) reset(peer);
    });
  }

  /** Before `pass`, so that what is swallowed is not passed on. */
  private listen(client: Socket, upstream: Socket): void {
    let heard = 0;
    let heardOf: AwaitedWords | undefined;
    client.prependListener('data', (chunk: Buffer) => {
      const { awaited } = this;
      if (awaited === undefined) return;
      if (awaited !== heardOf) [heardOf, heard] = [awaited, 0];
      const text = chunk.toString('latin1');
      while (heard < awaited.texts.length && text.includes(awaited.texts[heard] ?? '')) heard += 1;
      if (heard < awaited.texts.length) return;
      this.awaited = undefined;
      const cut = (): void => {
        reset(client);
        reset(upstream);
        awaited.isOver();
      };
      if (awaited.lastWord === 'swallowed') cut();
      else upstream.prependOnceListener('data', cut);
    });
  }

  private pass(from: Socket, to: Socket, bytesMax: number): void {
    let bytesLeft = bytesMax;
    from.on('data', (chunk: Buffer) => {
      const part = chunk.subarray(0, Math.min(chunk.length, bytesLeft));
      bytesLeft -= part.length;
      this.later(to, () => to.write(part));
      if (bytesLeft === 0) this.later(to, () => void to.end(() => from.destroy()));
    });
    from.on('end', () => this.later(to, () => to.end()));
  }

  /** Equal delays keep the order: timers of one length fire in the order they were set. */
  private later(to: Socket, act: () => void): void {
    if (this.faults.isFrozen) return;
    const actIfOpen = (): void => {
      if (!to.destroyed && !to.writableEnded && !this.faults.isFrozen) act();
    };
    if (this.faults.delayMs === 0) actIfOpen();
    else setTimeout(actIfOpen, this.faults.delayMs);
  }
}
