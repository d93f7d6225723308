import { describe, expect, it } from '@jest/globals';
import { describeTimeLeft } from './describe-request.js';
import { after, anApproval, DESTRUCTIVE, inboxOf, key, named, NOW_MS, shown } from './builders.fixture-spec.js';
import { initialState, type InboxState } from './inbox-state.js';
import { renderInbox } from './render-inbox.js';
import { clip, fold, paint, span, widthOf } from './spans.js';

const textOf = (state: InboxState, columns = 80, rows = 24): string[] =>
  renderInbox(state, columns, rows).map((line) => paint(line, false));

const EVIL = '\u001b[2J\u0007\u202e\u200b\u009b31m\r\n\t\u2028漢字e\u0301'.repeat(20);
const evil = anApproval({
  toolName: EVIL,
  integrationSlug: EVIL,
  exposedName: EVIL,
  argumentsStart: JSON.stringify({ [EVIL]: EVIL }),
  approverGroup: EVIL,
  askReason: EVIL,
  obstacle: EVIL,
  principal: { kind: 'user', id: 'x', name: EVIL, ownerId: null } as never,
  tool: { title: EVIL, description: EVIL, annotations: { destructiveHint: true } },
});
const difference = { pointer: EVIL, operation: 'changed', before: EVIL, after: EVIL } as const;
const edit = { text: '{}', differences: [difference], truncated: true };
const load = { kind: 'loaded', details: shown({ ...evil, arguments: JSON.stringify({ a: EVIL }) }) } as const;

describe('the screen of the inbox', () => {
  it('says what waits, for whom it is, and for how long', () => {
    const lines = textOf(inboxOf(anApproval({ tool: DESTRUCTIVE })));
    expect(lines).toHaveLength(24);
    expect(lines[0]).toMatch(/^Countersign approvals {2}1 waiting +live$/);
    expect(lines[2]).toMatch(/^> Tracker issue\.delete {2}name +5:00$/);
    expect(lines[3]).toBe('    destructive {"id":"1"}');
    expect(lines[23]).toContain('a approve');
  });

  it('says that nothing waits, and what is wrong with the feed', () => {
    expect(textOf(initialState(NOW_MS, 80, 24))[2]).toBe('Reading …');
    const { state } = after(inboxOf(), { kind: 'link', link: { kind: 'polling', why: 'the feed is refused' } });
    expect([textOf(state)[0], textOf(state)[2]]).toEqual([
      expect.stringContaining('polling: the feed is refused'),
      expect.stringContaining('Nothing waits'),
    ]);
  });

  it('shows all of one, with what it is asked for and by whom it was decided', () => {
    const { state } = after(inboxOf(anApproval()), named('return'), { kind: 'loaded', details: shown() });
    const text = textOf(state).join('\n');
    expect(text).toContain('The policy of this tool asks a person before every call.');
    expect(text).toContain('Arguments\n  {\n    "id": "1"\n  }');
    expect(text).toContain('in 5:00 (2026-11-24T10:05:00.000Z)');
    const grace = { kind: 'user', id: 'x', name: 'Grace', ownerId: null } as never;
    const denied = shown({ state: 'denied', decidedBy: grace, decidedVia: 'web', reason: 'why' });
    expect(textOf(after(state, { kind: 'loaded', details: denied }).state).join('\n')).toContain(
      'denied by Grace in the browser',
    );
  });

  it('keeps what is chosen in sight, and scrolls no further than there is', () => {
    const many = Array.from({ length: 50 }, (_, index) => anApproval({ id: String(index), toolName: `tool-${index}` }));
    const { state } = after(inboxOf(...many), key('G'));
    expect(textOf(state).filter((line) => line.startsWith('> '))).toEqual([expect.stringContaining('tool-49')]);
    const long = shown({ arguments: JSON.stringify({ list: Array.from({ length: 100 }, (_, index) => index) }) });
    const details = after(inboxOf(anApproval()), named('return'), { kind: 'loaded', details: long }, key('G')).state;
    expect(textOf(details).slice(2, 22).at(-1)).toBe('  }');
    expect(after(details, key('k')).state.scroll).toBe(details.scroll - 1);
  });

  it.each([
    ['the list', []],
    ['the details', [named('return'), load]],
    ['the help', [key('?')]],
    ['a question', [key('a')]],
    ['a reason', [key('d'), ...[...EVIL].map(key)]],
    ['an edit', [key('e'), { kind: 'edited', id: evil.id, edit } as const]],
    ['a refusal', [{ kind: 'refused', id: evil.id, message: EVIL } as const]],
    ['trouble', [{ kind: 'unread', message: EVIL } as const]],
  ])('lets nothing of a server act on the terminal or leave its place in %s', (_, events) => {
    for (const [columns, rows] of [
      [80, 24],
      [20, 5],
      [3, 2],
      [200, 80],
    ] as const) {
      const { state } = after(inboxOf(evil), { kind: 'resized', columns, rows }, ...events);
      const lines = renderInbox(state, columns, rows);
      expect(lines).toHaveLength(rows);
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
      expect(lines.map((line) => paint(line, false)).join('')).not.toMatch(/[\p{C}\u2028\u2029]/u);
    }
  });

  it('has no colours where there are to be none', () => {
    expect(paint([span('a', 'red')], false)).toBe('a');
    expect(paint([span('a', 'red')], true)).toBe('\u001b[31ma\u001b[39m');
  });
});

describe('a line of the screen', () => {
  it('is cut by columns, and folded without losing a character', () => {
    expect(paint(clip([span('漢字漢字')], 4), false)).toBe('漢…');
    expect(fold('one two\nthree', 5).map(({ text }) => text)).toEqual(['one ', 'two', 'three']);
    expect(fold('漢字漢', 5).map(({ text }) => text)).toEqual(['漢字', '漢']);
    expect(fold('', 5)).toHaveLength(1);
  });

  it.each([
    ['2026-11-24T10:00:00.900Z', 'expiring'],
    ['2026-11-24T10:00:59.000Z', '0:59'],
    ['2026-11-24T11:02:03.000Z', '1:02:03'],
    ['2026-11-26T13:00:00.000Z', '2d 3h'],
    ['not a time', 'expiring'],
  ])('says of what ends at %s: %s', (end, left) => expect(describeTimeLeft(end, NOW_MS)).toBe(left));
});
