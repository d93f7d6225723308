import { describe, expect, it } from '@jest/globals';
import { toHttpOutcome } from './read-answer.js';

describe('an HTTP status that is no success', () => {
  it.each<[number, string, string]>([
    [404, 'Session not found', 'session_lost'],
    [400, 'Bad Request: No valid session ID provided', 'session_lost'],
    [400, 'Bad Request: Mcp-Session-Id header is required', 'session_lost'],
    [400, 'Bad Request: Server not initialized', 'session_lost'],
    [400, 'the browser session was closed after the order was placed', 'failed'],
    [400, 'done; Bad Request: Server not initialized', 'failed'],
    [403, 'Session not found', 'failed'],
    [500, 'Session not found', 'unknown'],
  ])('%i with "%s" is %s', (status, message, kind) => {
    expect(toHttpOutcome(status, { error: { code: -32_000, message } }, true).kind).toBe(kind);
  });

  it('cannot have lost a session that there was not', () => {
    expect(toHttpOutcome(404, { error: { message: 'Session not found' } }, false).kind).toBe('failed');
  });
});
