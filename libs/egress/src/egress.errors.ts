import { DomainError } from '@countersign/contracts';

const REFUSALS = {
  malformed_url: 'is not a URL that can be taken apart in one way only',
  scheme_not_allowed: 'must be reached over https',
  credentials_in_url: 'must not carry a user name or password',
  port_not_allowed: 'uses a port that is not on the list',
  host_not_allowed: 'is not a host name in its plain form',
  address_not_allowed: 'leads to an address that is not public',
  peer_not_allowed: 'was answered by another address than the one that was checked',
  redirect: 'answered with a redirect, which is not followed',
  header_not_allowed: 'must not be sent a Host header of its own',
  response_not_allowed: 'answered with a status that HTTP does not have',
} as const;

export type EgressRefusal = keyof typeof REFUSALS;

/**
 * The guard said no, and nothing was sent (but for `redirect` and `response_not_allowed`, which judge an answer).
 * `host` is the URL's own. What a name resolved to is not told: it would map the private network for whoever asks.
 */
export class EgressRefusedError extends DomainError {
  readonly reason: EgressRefusal;

  constructor(reason: EgressRefusal, host?: string) {
    super('egress.refused', `${host ?? 'the address'} ${REFUSALS[reason]}`, host ? { reason, host } : { reason });
    this.reason = reason;
  }
}

const CONNECT_FAILURES = {
  unresolved: 'has no address',
  refused: 'refused the connection',
  unreachable: 'cannot be reached',
  reset: 'closed the connection before it was ready',
  tls: 'offers no TLS connection that can be trusted',
  timed_out: 'did not answer in time',
} as const;

export type ConnectFailure = keyof typeof CONNECT_FAILURES;

/** No connection came about, so nothing was sent: trying again is safe. */
export class EgressConnectError extends DomainError {
  readonly reason: ConnectFailure;

  constructor(reason: ConnectFailure, host: string, options?: ErrorOptions) {
    super('egress.not_connected', `${host} ${CONNECT_FAILURES[reason]}`, { reason, host }, options);
    this.reason = reason;
  }
}

const LIMITS = {
  response_bytes: 'sent more than may be read',
  headers_timeout: 'took too long to begin its answer',
  body_timeout: 'paused for too long within its answer',
  total_timeout: 'took too long for its whole answer',
} as const;

export type EgressLimit = keyof typeof LIMITS;

/** A limit ended an exchange that had begun: whether the other side acted is not known. */
export class EgressLimitError extends DomainError {
  readonly limit: EgressLimit;

  constructor(limit: EgressLimit, host: string, options?: ErrorOptions) {
    super('egress.limit', `${host} ${LIMITS[limit]}`, { limit, host }, options);
    this.limit = limit;
  }
}

/** An operator's allow-list that cannot be read. Found at start; half a list would be a guess. */
export class InvalidAllowListError extends DomainError {
  constructor(entry: string, problem: string) {
    super('egress.invalid_allow_list', `allow-list entry "${entry}": ${problem}`, { entry });
  }
}
