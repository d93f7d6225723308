import { describe, expect, it } from '@jest/globals';
import { applySwitches, BadSwitchError } from './apply-switches.js';
import { ISSUE_TOOLS, LONG_NAME, UNICODE_NAME } from './issue-tools.js';
import { BadCursorError, findListed, listedTools, pageOf } from './listing.js';
import { ALL_OFF } from './switches.js';

const namesOf = (tools: readonly { name: string }[]): string[] => tools.map(({ name }) => name);

describe('the listing', () => {
  it('has the names that naive codecs confuse, the longest name and a unicode name', () => {
    expect(namesOf(listedTools(ISSUE_TOOLS, ALL_OFF))).toEqual([
      'issue.get',
      'issue__get',
      'issue.list',
      'issue.create',
      'issue.delete',
      'issue.comment.add',
      'getIssue',
      LONG_NAME,
      UNICODE_NAME,
    ]);
    expect(LONG_NAME).toHaveLength(128);
    expect(LONG_NAME).toMatch(/^[A-Za-z0-9._-]+$/);
  });

  it('comes in pages that together are the whole', () => {
    const all = listedTools(ISSUE_TOOLS, ALL_OFF);
    const first = pageOf(all, undefined, 5);
    const second = pageOf(all, first.nextCursor, 5);
    expect(namesOf([...first.tools, ...second.tools])).toEqual(namesOf(all));
    expect(second.nextCursor).toBeUndefined();
    expect(() => pageOf(all, 'made up', 5)).toThrow(BadCursorError);
  });

  it('says what is read-only and what destroys', () => {
    const hints = Object.fromEntries(ISSUE_TOOLS.map(({ definition }) => [definition.name, definition.annotations]));
    expect(hints['issue.get']).toMatchObject({ readOnlyHint: true });
    expect(hints['issue.delete']).toMatchObject({ destructiveHint: true });
    expect(hints['issue.comment.add']).toMatchObject({ readOnlyHint: false, destructiveHint: false });
  });
});

describe('the switches', () => {
  it('rename, remove, change, duplicate and restore a tool', () => {
    const renamed = applySwitches(ALL_OFF, { rename: { from: 'issue.get', to: 'issue__get2' } });
    expect(namesOf(listedTools(ISSUE_TOOLS, renamed))).toContain('issue__get2');
    expect(findListed(ISSUE_TOOLS, renamed, 'issue.get')).toBeUndefined();
    expect(findListed(ISSUE_TOOLS, renamed, 'issue__get2')?.definition.name).toBe('issue.get');

    const removed = applySwitches(renamed, {
      remove: 'issue.list',
      duplicate: 'getIssue',
      change: { name: 'issue.create', description: 'x' },
    });
    const names = namesOf(listedTools(ISSUE_TOOLS, removed));
    expect(names).not.toContain('issue.list');
    expect(names.filter((name) => name === 'getIssue')).toHaveLength(2);
    expect(listedTools(ISSUE_TOOLS, removed).find(({ name }) => name === 'issue.create')?.description).toBe('x');

    const restored = applySwitches(applySwitches(removed, { restore: 'issue.get' }), { restore: 'issue.list' });
    expect(namesOf(listedTools(ISSUE_TOOLS, restored))).toEqual(expect.arrayContaining(['issue.get', 'issue.list']));
    expect(applySwitches(restored, { restore: true })).toEqual(ALL_OFF);
  });

  it('list nothing', () => {
    expect(listedTools(ISSUE_TOOLS, applySwitches(ALL_OFF, { emptyListing: true }))).toEqual([]);
  });

  it.each([
    ['an unknown switch', { explode: true }, 'unknown switch: explode'],
    ['an unknown fault', { fail: 'softly' }, 'fail.mode is not one of'],
    ['a negative delay', { delayMs: -1 }, 'delayMs is not a whole number'],
    ['something that is no object', [], 'body is not an object'],
  ])('refuse %s', (_what, body, message) => {
    expect(() => applySwitches(ALL_OFF, body)).toThrow(BadSwitchError);
    expect(() => applySwitches(ALL_OFF, body)).toThrow(message);
  });
});
