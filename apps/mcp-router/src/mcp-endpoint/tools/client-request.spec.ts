import { describe, expect, it } from '@jest/globals';
import { clientRequestKey, findCancelledRequests } from './client-request.js';

const cancelled = (params: unknown): object => ({ jsonrpc: '2.0', method: 'notifications/cancelled', params });

describe('findCancelledRequests', () => {
  it.each<[string, unknown, number]>([
    ['a number', cancelled({ requestId: 7 }), 1],
    ['a text', cancelled({ requestId: 'a' }), 1],
    ['a batch', [cancelled({ requestId: 1 }), { method: 'ping', id: 2 }, cancelled({ requestId: 3 })], 2],
    ['another method', { method: 'notifications/progress', params: { requestId: 1 } }, 0],
    ['no id', cancelled({}), 0],
    ['an id that is none', cancelled({ requestId: { a: 1 } }), 0],
    ['no parameters', cancelled(undefined), 0],
    ['no message', null, 0],
  ])('reads %s', (_what, body, count) => {
    expect(findCancelledRequests(body)).toHaveLength(count);
  });

  it.each([
    ['McpError: MCP error -32001: Request timed out', true],
    ['SdkError: Request timed out', true],
    ['McpError: MCP error -32001: Maximum total timeout exceeded', true],
    ['Request timed out', true],
    ['AbortError: This operation was aborted', false],
    ['the user says that the Request timed out for them', false],
    ['', false],
    [undefined, false],
  ])('takes the reason %p for a time-out: %s', (reason, isTimeOut) => {
    expect(findCancelledRequests(cancelled({ requestId: 1, reason }))).toMatchObject([{ isTimeOut }]);
  });

  it('keeps of a reason what can be stored and read', () => {
    const [request] = findCancelledRequests(cancelled({ requestId: 1, reason: `\0\ud800${'x'.repeat(1_000)}` }));
    expect(request?.reason).toBe(`\ufffd${'x'.repeat(199)}`);
  });
});

describe('clientRequestKey', () => {
  it('tells sessions and kinds of ids apart', () => {
    const keys = [
      clientRequestKey('s', 1),
      clientRequestKey('t', 1),
      clientRequestKey('s', '1'),
      clientRequestKey(undefined, 1),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(clientRequestKey('s', 1)).toBe(keys[0]);
  });
});
