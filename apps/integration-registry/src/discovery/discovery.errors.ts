import { type CredentialRefusal, DomainError } from '@countersign/contracts';
import type { BearerChallenge } from '../oauth/parse-challenge.js';

const MEANING = {
  'discovery.unreachable': 'the server cannot be reached',
  'discovery.not_mcp': 'the address does not answer as an MCP server',
  'discovery.refused': 'the server refused the credentials, or wants some',
  'discovery.timed_out': 'the server did not answer in time',
  'discovery.too_large': 'the server lists more than can be taken',
  'discovery.server_error': 'the server failed to answer',
} as const;

export type DiscoveryErrorCode = keyof typeof MEANING;

/**
 * Why a server could not be discovered. The message is made of our own words alone: what a server says could hold the
 * credentials that it was sent.
 */
export class DiscoveryError extends DomainError {
  constructor(code: DiscoveryErrorCode, detail: string, options?: ErrorOptions) {
    super(code, `${MEANING[code]}: ${detail}`, {}, options);
  }
}

/** No answer came, or half of one: the same request may well succeed in a moment. */
export class ConnectionLostError extends DiscoveryError {
  constructor(
    detail = 'the connection broke before the answer was complete',
    code: 'discovery.unreachable' | 'discovery.timed_out' = 'discovery.unreachable',
  ) {
    super(code, detail);
  }
}

/** It lets nobody in with these credentials; what it says would be let in is for whoever can get others. */
export class ServerRefusedError extends DiscoveryError {
  /** Not a plain member: it holds words of the server, which are not for a log. */
  readonly #challenge: BearerChallenge;

  constructor(
    private readonly status: number,
    challenge: BearerChallenge,
  ) {
    super('discovery.refused', `it answered with HTTP ${status}`);
    this.#challenge = challenge;
  }

  get reason(): CredentialRefusal | null {
    if (this.status === UNAUTHORIZED) return 'unauthorized';
    return this.#challenge.error === 'insufficient_scope' ? 'insufficient_scope' : null;
  }

  get scopes(): string[] {
    return [...this.#challenge.scopes];
  }
}

/** No server was asked: this process has enough to do with others. */
export class DiscoveryBusyError extends DomainError {
  constructor() {
    super('registry.busy', 'too many servers are being asked for their tools; try again in a moment');
  }
}

const UNAUTHORIZED = 401;
