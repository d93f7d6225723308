import { DomainError } from '@countersign/contracts';

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
