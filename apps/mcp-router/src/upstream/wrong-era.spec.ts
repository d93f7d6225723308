import { describe, expect, it } from '@jest/globals';
import { isSameEra, isWrongEra } from './wrong-era.js';

describe('an answer that the protocol is of another era', () => {
  it.each<[number, number, string, boolean]>([
    [400, -32_022, 'Unsupported protocol version: 2025-11-25', true],
    [400, -32_000, 'Bad Request: Unsupported protocol version: 2026-07-28 (supported versions: 2025-11-25)', true],
    [400, -32_000, 'Bad Request: Server not initialized', true],
    [400, -32_000, 'the tool says: Unsupported protocol version', false],
    [400, -32_602, 'Invalid params', false],
    [200, -32_022, 'Unsupported protocol version: 2025-11-25', false],
    [500, -32_022, 'Unsupported protocol version: 2025-11-25', false],
  ])('%i, %i, "%s": %s', (status, code, message, expected) => {
    expect(isWrongEra(status, { error: { code, message } }, false)).toBe(expected);
  });

  it('is none where a session was lost, or nothing was said', () => {
    const answer = { error: { code: -32_000, message: 'Bad Request: Server not initialized' } };
    expect(isWrongEra(400, answer, true)).toBe(false);
    expect(isWrongEra(400, undefined, false)).toBe(false);
  });
});

it('another revision, era or transport is another way to speak', () => {
  const spoken = { era: 'legacy', protocolVersion: '2025-06-18', transport: 'streamable-http' } as const;
  expect(isSameEra(spoken, { ...spoken })).toBe(true);
  expect(isSameEra(spoken, { ...spoken, protocolVersion: '2025-11-25' })).toBe(false);
  expect(isSameEra(spoken, { ...spoken, transport: 'sse' })).toBe(false);
});
