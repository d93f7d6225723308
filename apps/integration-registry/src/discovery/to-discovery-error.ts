import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { DomainError } from '@countersign/contracts';
import { EgressConnectError, EgressLimitError, EgressRefusedError } from '@countersign/egress';
import { ConnectionLostError, DiscoveryError } from './discovery.errors.js';

/** By its members and not by its class: the platform's errors may come from another realm than ours. */
interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/** Longer than any real chain; two errors may be each other's cause. */
const CAUSES_MAX = 10;

/** What the exchange was about when it failed: a JSON-RPC error means something else before and after the handshake. */
export type DiscoveryPhase = 'connect' | 'list';

/**
 * Whatever the MCP client or the network threw, as one of the errors that people are told. No text of the server passes,
 * and no `cause` either: both could end in a log.
 */
export function toDiscoveryError(error: unknown, phase: DiscoveryPhase): DomainError {
  for (const link of causesOf(error)) {
    const known = toKnown(link, phase);
    if (known !== undefined) return known;
  }
  return new DiscoveryError('discovery.not_mcp', 'its answer is not one of the protocol');
}

/** Wrappers say less than what they wrap: the innermost error first. Our own errors say more than what caused them. */
function causesOf(error: unknown): ErrorLike[] {
  const chain: ErrorLike[] = [];
  for (let link = error; isErrorLike(link) && chain.length < CAUSES_MAX; link = link.cause) {
    chain.unshift(link);
    if (link instanceof DomainError) break;
  }
  return chain;
}

function isErrorLike(value: unknown): value is ErrorLike {
  return typeof value === 'object' && value !== null && 'name' in value && 'message' in value;
}

function toKnown(error: ErrorLike, phase: DiscoveryPhase): DomainError | undefined {
  if (error instanceof DiscoveryError || error instanceof EgressRefusedError) return error;
  if (error instanceof EgressConnectError) return ofConnectError(error);
  if (error instanceof EgressLimitError) return ofLimitError(error);
  if (error instanceof SdkHttpError) return ofStatus(error.status);
  if (error instanceof SdkError) return ofSdkError(error);
  if (error instanceof ProtocolError) return ofProtocolError(error, phase);
  if (isAuthorizationError(error)) return ofStatus(401);
  return isSocketError(error) ? new ConnectionLostError() : undefined;
}

function ofConnectError(error: EgressConnectError): DiscoveryError {
  // A certificate does not become trusted by asking again.
  if (error.reason === 'tls') return new DiscoveryError('discovery.unreachable', error.message);
  const code = error.reason === 'timed_out' ? 'discovery.timed_out' : 'discovery.unreachable';
  return new ConnectionLostError(error.message, code);
}

function ofLimitError(error: EgressLimitError): DiscoveryError {
  const isSize = error.limit === 'response_bytes';
  return new DiscoveryError(isSize ? 'discovery.too_large' : 'discovery.timed_out', error.message);
}

/** Busy or broken for the moment; any other refusal would be the same again. */
export function isWorthRetrying(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** An HTTP status that is no success. */
export function ofStatus(status: number): DiscoveryError {
  const detail = `it answered with HTTP ${status}`;
  if (status === 401 || status === 403 || status === 407) return new DiscoveryError('discovery.refused', detail);
  if (status === 408) return new DiscoveryError('discovery.timed_out', detail);
  if (status === 429 || status >= 500) return new DiscoveryError('discovery.server_error', detail);
  return new DiscoveryError('discovery.not_mcp', detail);
}

function ofSdkError(error: SdkError): DiscoveryError | undefined {
  switch (error.code) {
    case SdkErrorCode.RequestTimeout:
      return new DiscoveryError('discovery.timed_out', 'a request took too long');
    case SdkErrorCode.ConnectionClosed:
    case SdkErrorCode.NotConnected:
    case SdkErrorCode.SendFailed:
      return new ConnectionLostError();
    case SdkErrorCode.ClientHttpUnexpectedContent:
      return new DiscoveryError('discovery.not_mcp', 'it answered with something else than JSON');
    default:
      return undefined;
  }
}

function ofProtocolError(error: ProtocolError, phase: DiscoveryPhase): DiscoveryError {
  const detail = `it answered with the JSON-RPC error ${error.code}`;
  return new DiscoveryError(phase === 'connect' ? 'discovery.not_mcp' : 'discovery.server_error', detail);
}

/** The SDK has a class for each way of being refused, and no common one. */
function isAuthorizationError(error: ErrorLike): boolean {
  return error.name === 'UnauthorizedError' || error.name === 'InsufficientScopeError';
}

function isSocketError(error: ErrorLike): boolean {
  const code = typeof error.code === 'string' ? error.code : '';
  return /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|UND_ERR_SOCKET|HPE_)/.test(code) || error.message === 'terminated';
}
