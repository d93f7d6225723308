import { describe, expect, it } from '@jest/globals';
import { EgressConnectError, EgressLimitError, EgressRefusedError } from '@countersign/egress';
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError, UnauthorizedError } from '@modelcontextprotocol/client';
import { ConnectionLostError } from './discovery.errors.js';
import { toDiscoveryError } from './to-discovery-error.js';

const SECRET = 'Bearer s3cret';

function wrapped(cause: unknown): Error {
  return new SdkError(SdkErrorCode.EraNegotiationFailed, `probe failed: ${SECRET}`, { cause }, { cause });
}

function http(status: number): SdkHttpError {
  return new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, SECRET, { status, text: SECRET });
}

const CASES: readonly (readonly [string, unknown, string])[] = [
  ['a name without address', new EgressConnectError('unresolved', 'x.test'), 'discovery.unreachable'],
  ['a refused connection', wrapped(new EgressConnectError('refused', 'x.test')), 'discovery.unreachable'],
  ['a certificate that is not trusted', wrapped(new EgressConnectError('tls', 'x.test')), 'discovery.unreachable'],
  ['a connection that takes too long', new EgressConnectError('timed_out', 'x.test'), 'discovery.timed_out'],
  ['a refusal of the guard', wrapped(new EgressRefusedError('address_not_allowed', 'x.test')), 'egress.refused'],
  ['too many bytes', new EgressLimitError('response_bytes', 'x.test'), 'discovery.too_large'],
  ['a body that pauses', new EgressLimitError('body_timeout', 'x.test'), 'discovery.timed_out'],
  [
    'a reset',
    wrapped(new TypeError(SECRET, { cause: Object.assign(new Error(SECRET), { code: 'ECONNRESET' }) })),
    'discovery.unreachable',
  ],
  ['a request that takes too long', new SdkError(SdkErrorCode.RequestTimeout, SECRET), 'discovery.timed_out'],
  ['HTTP 401', http(401), 'discovery.refused'],
  ['HTTP 403', http(403), 'discovery.refused'],
  ['HTTP 404', http(404), 'discovery.not_mcp'],
  ['HTTP 408', http(408), 'discovery.timed_out'],
  ['HTTP 429', http(429), 'discovery.server_error'],
  ['HTTP 502', http(502), 'discovery.server_error'],
  ['a demand for authorization', new UnauthorizedError(SECRET), 'discovery.refused'],
  ['HTML', new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, SECRET), 'discovery.not_mcp'],
  ['an answer of the wrong form', new SdkError(SdkErrorCode.InvalidResult, SECRET), 'discovery.not_mcp'],
  ['broken JSON', new SyntaxError(SECRET), 'discovery.not_mcp'],
  ['something unheard of', SECRET, 'discovery.not_mcp'],
];

describe('a failed discovery', () => {
  it.each(CASES)('says what happened, in our own words: %s', (_, error, code) => {
    const told = toDiscoveryError(error, 'list');
    expect(told.code).toBe(code);
    expect(JSON.stringify([told.message, told.details, told.cause])).not.toContain('s3cret');
  });

  it('takes a JSON-RPC error for another protocol before the handshake, and for a failure after it', () => {
    const error = new ProtocolError(-32603, SECRET, { key: SECRET });
    expect(toDiscoveryError(error, 'connect').code).toBe('discovery.not_mcp');
    expect(toDiscoveryError(error, 'list').code).toBe('discovery.server_error');
    expect(toDiscoveryError(error, 'list').message).toContain('-32603');
  });

  it('says what the guard said of a connection, and not what the operating system did', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const refused = toDiscoveryError(wrapped(new EgressConnectError('refused', 'x.test', { cause })), 'connect');
    expect(refused.message).toContain('x.test refused the connection');
    const untrusted = toDiscoveryError(new EgressConnectError('tls', 'x.test', { cause }), 'connect');
    expect(untrusted.message).toContain('no TLS connection that can be trusted');
    expect(untrusted).not.toBeInstanceOf(ConnectionLostError);
  });

  it('ends when two errors are each other’s cause', () => {
    const [one, two] = [new Error('one'), new Error('two')];
    Object.assign(one, { cause: two });
    Object.assign(two, { cause: one });
    expect(toDiscoveryError(one, 'list').code).toBe('discovery.not_mcp');
  });
});
