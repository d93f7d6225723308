import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Agent, type buildConnector, type Dispatcher } from 'undici';
import { type AllowRule, compileAllowList } from './allow-list.js';
import { Guard, type OpenOptions } from './guard.client.js';
import { createGuardedFetch, type EgressFetch } from './guarded-fetch.client.js';
import { CONNECTIONS_PER_ORIGIN_MAX, DEFAULT_LIMITS, type EgressLimits, RESPONSE_HEADER_BYTES_MAX } from './limits.js';
import { type Lookup, systemLookup } from './resolve-target.client.js';

export interface EgressOptions {
  /** What the operator opened beyond https to the public internet; empty in production unless configured. */
  readonly allow: readonly AllowRule[];
  /** The resolver; the system's unless a test brings its own. */
  readonly lookup?: Lookup;
  readonly limits?: Partial<EgressLimits>;
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string;
}

export interface Egress {
  /**
   * Parses, resolves and checks without connecting: for the moment a URL is saved. It does not replace the check at every
   * connect, which the other members do by themselves. Returns the URL as it was understood.
   */
  assertUrlAllowed(url: string | URL): Promise<URL>;
  /** `fetch` with the guard, the limits and no redirects. */
  readonly fetch: EgressFetch;
  /**
   * A connected socket whose peer was checked, for protocols of one's own; for https a TLS socket that speaks http/1.1.
   * Nothing was sent on it. The caller handles its `error` event from the same turn on, and ends it.
   */
  openSocket(url: string | URL, options?: Partial<OpenOptions>): Promise<Socket | TLSSocket>;
  /**
   * For clients that take an undici dispatcher. Guarded like the rest; the limits on the body's size and the total time
   * are the caller's.
   */
  readonly dispatcher: Dispatcher;
  /** Waits for what is under way, then ends the connections. */
  close(): Promise<void>;
}

/** The only way out of the system. Throws InvalidAllowListError. */
export function createEgress(options: EgressOptions): Egress {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const guard = new Guard({
    allowList: compileAllowList(options.allow),
    lookup: options.lookup ?? systemLookup,
    ca: options.ca,
  });
  const dispatcher = createDispatcher(guard, limits);
  const timeoutMs = limits.connectMs;
  return {
    assertUrlAllowed: async (url) => (await guard.check(url, { timeoutMs })).url,
    fetch: createGuardedFetch({ dispatcher, parse: (url) => guard.parse(url), limits }),
    openSocket: async (url, open = {}) => guard.open(url, { timeoutMs, ...open }),
    dispatcher,
    close: () => dispatcher.close(),
  };
}

function createDispatcher(guard: Guard, limits: EgressLimits): Dispatcher {
  return new Agent({
    connect: toConnector(guard, limits.connectMs),
    // One connection, one request: a stream cannot hold up its neighbours.
    allowH2: false,
    pipelining: 1,
    connections: CONNECTIONS_PER_ORIGIN_MAX,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    maxHeaderSize: RESPONSE_HEADER_BYTES_MAX,
  });
}

/**
 * undici's whole connecting, because its `connect.lookup` is not asked about literal addresses. The `servername` it offers
 * follows the Host header of a request, so the URL's own host is used instead.
 */
function toConnector(guard: Guard, timeoutMs: number): buildConnector.connector {
  return ({ protocol, host, hostname }, callback) => {
    const opened = Promise.resolve().then(() => guard.open(`${protocol}//${host ?? hostname}/`, { timeoutMs }));
    void opened.then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}
