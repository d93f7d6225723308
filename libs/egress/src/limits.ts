/** What bounds an exchange; every one of them can be set for an egress, and most per request. */
export interface EgressLimits {
  /** Resolving, connecting and the TLS handshake together. */
  readonly connectMs: number;
  /** From the last byte of the request to the answer's headers. */
  readonly headersMs: number;
  /** Between two pieces of the answer. */
  readonly bodyMs: number;
  /** The whole exchange; a server that drips a byte at a time never trips the two above. */
  readonly totalMs: number;
  /** Of the body, decompressed. */
  readonly responseBytes: number;
}

/**
 * 10 s for a far server with a slow handshake; 30 s for slow ones to think; the result limit of the router is 16 MiB.
 * Long calls and event streams set their own.
 */
export const DEFAULT_LIMITS: EgressLimits = {
  connectMs: 10_000,
  headersMs: 30_000,
  bodyMs: 30_000,
  totalMs: 60_000,
  responseBytes: 16 * 1_024 * 1_024,
};

/** Of one answer; Node's own, said here because it must not move. */
export const RESPONSE_HEADER_BYTES_MAX = 16_384;
/** Open connections to one origin: one slow upstream must not take all of the process's sockets. */
export const CONNECTIONS_PER_ORIGIN_MAX = 128;
/** Before the next address is tried beside it. Node's 250 ms gives up on servers across an ocean. */
export const CONNECT_ATTEMPT_MS = 1_000;
/** Of silence before the system asks whether the peer is there. Balancers forget silent connections after some minutes, its default is two hours. */
export const KEEP_ALIVE_MS = 60_000;
/** The longest a timer of Node can run, 24 days; a longer one would go off at once. */
export const TIMER_MS_MAX = 2_147_483_647;
