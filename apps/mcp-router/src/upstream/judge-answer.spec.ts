import { describe, expect, it } from '@jest/globals';
import { judgeAnswer } from './judge-answer.js';

const TARGET = {
  credentialVersion: 1,
  era: 'modern',
  protocolVersion: '2026-07-28',
  transport: 'streamable-http',
} as const;
const ASKED = { hadSession: false, hasSink: false };

describe('the answer of a server', () => {
  it.each([
    [400, -32_020, 'failed'],
    [400, -32_602, 'failed'],
    [400, -32_022, 'wrong_era'],
    [404, -32_601, 'failed'],
    [500, -32_603, 'unknown'],
    [503, -32_020, 'unknown'],
  ])('of HTTP %i with error %i is %s: only what a second try could mend is sent again', (status, code, kind) => {
    const answer = { error: { code, message: 'no' } };
    expect(judgeAnswer(TARGET, { status, answer, challenge: null }, ASKED).kind).toBe(kind);
  });
});
