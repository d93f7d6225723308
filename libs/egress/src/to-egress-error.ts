import { DomainError } from '@countersign/contracts';
import { type ConnectFailure, EgressLimitError } from './egress.errors.js';

/** undici wraps what its connector threw in a TypeError; ours says more, and less of the network. */
export function toEgressError(error: unknown, host: string): unknown {
  const cause = propertyOf(error, 'cause');
  if (cause instanceof DomainError) return cause;
  switch (propertyOf(cause, 'code')) {
    case 'UND_ERR_HEADERS_TIMEOUT':
      return new EgressLimitError('headers_timeout', host, { cause });
    case 'UND_ERR_BODY_TIMEOUT':
      return new EgressLimitError('body_timeout', host, { cause });
    default:
      return error;
  }
}

/** The system's message holds the address that was dialled, so only its class is told. */
export function toConnectFailure(error: unknown): ConnectFailure {
  const code = String(propertyOf(error, 'code'));
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'reset';
    case 'ETIMEDOUT':
      return 'timed_out';
    default:
      return /^(EPROTO|ERR_TLS|ERR_SSL|CERT|DEPTH_|UNABLE_|SELF_SIGNED|HOSTNAME)/.test(code) ? 'tls' : 'unreachable';
  }
}

function propertyOf(value: unknown, name: 'cause' | 'code'): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Partial<Record<typeof name, unknown>>)[name]
    : undefined;
}
