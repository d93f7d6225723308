import { describe, expect, it } from '@jest/globals';
import { limitResult } from './limit-result.js';
import * as answers from './model-answers.js';

const ASKED = new Date('2026-11-02T10:00:00.000Z');
const later = (minutes: number): Date => new Date(ASKED.getTime() + minutes * 60_000);

describe('what the model gets', () => {
  it('names who denied a call and why', () => {
    expect(answers.deniedBy('Ada', 'not this one')).toBe('Denied by Ada: not this one');
    expect(answers.deniedBy('Ada', null)).toBe('Denied by Ada');
  });

  it.each([
    [1, '1 min'],
    [30, '30 min'],
    [60, '1 h'],
    [24 * 60, '24 h'],
    [7 * 24 * 60, '7 d'],
  ])('says of an approval of %s minutes that it expired after %s', (minutes, words) => {
    expect(answers.approvalExpired(ASKED, later(minutes))).toContain(`Approval expired after ${words}:`);
  });

  it('tells in a ticket that nothing was executed, until when it waits, and both ways to collect it', () => {
    const text = answers.ticket('approval-1', later(60));
    expect(text).toMatch(/^NOT EXECUTED YET/);
    expect(text).toContain('2026-11-02T11:00:00.000Z');
    expect(text).toContain('countersign__approval_status');
    expect(text).toContain('identical call again');
  });

  it('does not invite a repetition of a call whose outcome is unknown', () => {
    expect(answers.outcomeUnknown('the connection was reset', 'call-1')).toContain('Do not repeat it');
  });

  it('passes a result on as it is where it fits', () => {
    const result = { content: [{ type: 'text', text: 'a' }] };
    expect(limitResult(result, 10, 'call-1')).toBe(result);
  });

  it('keeps whole blocks of a result that is too large, and says that there is more', () => {
    const block = { type: 'text', text: 'x'.repeat(100) };
    const limited = limitResult({ content: [block, block, block] }, 400, 'call-1', 300) as { content: unknown[] };
    expect(limited.content).toHaveLength(3);
    expect(limited.content.slice(0, 2)).toEqual([block, block]);
    expect(limited.content[2]).toEqual({ type: 'text', text: expect.stringContaining('call-1') });
  });
});
