import { describe, expect, it } from '@jest/globals';
import { after, anApproval, DESTRUCTIVE, inboxOf, key, listed, named, NOW_MS, shown } from './builders.fixture-spec.js';

const [ONE, TWO] = ['01938f5e-7c1a-7d2b-9e3f-000000000001', '01938f5e-7c1a-7d2b-9e3f-000000000002'];
const one = anApproval({ id: ONE });
const two = anApproval({ id: TWO, requestedAt: '2026-11-24T10:00:01.000Z' });
const grace = { kind: 'user', id: ONE, name: 'Grace', ownerId: null } as never;
const denied = { ...one, state: 'denied', decidedBy: grace, decidedVia: 'web' } as const;

describe('the inbox', () => {
  it('adds what comes below what is there, and keeps what is chosen', () => {
    const { state } = after(inboxOf(two), listed(two, anApproval({ id: ONE })));
    expect(state.entries.map(({ approval }) => approval.id)).toEqual([TWO, ONE]);
    expect(state.selectedId).toBe(TWO);
  });

  it('moves with letters and arrows, and not past the ends', () => {
    const inbox = inboxOf(one, two);
    expect(after(inbox, key('j'), named('down')).state.selectedId).toBe(TWO);
    expect(after(inbox, key('G'), key('k'), named('up')).state.selectedId).toBe(ONE);
  });

  it('approves with one key what is harmless, once', () => {
    const { state, effects } = after(inboxOf(one), key('a'), key('a'));
    expect(effects).toEqual([{ kind: 'decide', id: ONE, decision: 'approve' }]);
    expect(state.entries[0]?.sending).toBe('approve');
  });

  it.each([
    ['may destroy things', { tool: DESTRUCTIVE }],
    ['is not known', { tool: undefined }],
    ['would run nothing', { obstacle: 'Approvals are not enabled.' }],
  ])('asks for one more key where a tool %s', (_, more) => {
    const inbox = inboxOf(anApproval({ id: ONE, ...more }));
    expect(after(inbox, key('a')).effects).toEqual([]);
    expect(after(inbox, key('a'), key('a')).effects).toEqual([]);
    expect(after(inbox, key('a'), key('y')).effects).toEqual([{ kind: 'decide', id: ONE, decision: 'approve' }]);
  });

  it('denies with a reason as it was typed, without what acts on terminals', () => {
    const typed = [...'nox\u001b\u202e'].map(key);
    const inbox = after(inboxOf(one), key('d'), ...typed, named('backspace')).state;
    expect(inbox.mode).toMatchObject({ kind: 'reason', text: 'no' });
    expect(after(inbox, named('return')).effects).toEqual([
      { kind: 'decide', id: ONE, decision: 'deny', reason: 'no' },
    ]);
    expect(after(inbox, named('escape')).effects).toEqual([]);
  });

  it('decides nothing by what is pasted, and takes it as one line of a reason', () => {
    const paste = [named('paste-start'), key('a'), key('\r'), key('d'), named('paste-end')];
    expect(after(inboxOf(one), ...paste)).toMatchObject({ effects: [], state: { mode: { kind: 'list' } } });
    const { state, effects } = after(inboxOf(one), key('d'), ...paste);
    expect([effects, state.mode]).toEqual([[], { kind: 'reason', id: ONE, from: 'list', text: 'a d' }]);
  });

  it('sends an edit as it was written, after a yes', () => {
    const difference = { pointer: '/id', operation: 'changed', before: '"1"', after: '"2"' } as const;
    const edit = { text: '{ "id": "2" }', differences: [difference], truncated: false };
    const edited = after(inboxOf(one), key('e'), { kind: 'edited', id: ONE, edit });
    expect(edited.effects).toEqual([{ kind: 'edit', id: ONE }]);
    expect(after(edited.state, key('n')).effects).toEqual([]);
    expect(after(edited.state, key('x'), key('y')).effects).toEqual([
      { kind: 'decide', id: ONE, decision: 'approve', edited: edit.text },
    ]);
  });

  it('asks what became of what waits no more, and locks it', () => {
    const gone = after(inboxOf(one, two), listed(two));
    expect(gone.effects).toEqual([{ kind: 'load', id: ONE }]);
    const { state } = after(gone.state, { kind: 'loaded', details: shown(denied) });
    const locked = after(state, key('a'), key('d'), key('e'));
    expect([locked.effects, locked.state.mode.kind, locked.state.notice?.isBad]).toEqual([[], 'list', true]);
    expect(after(state, listed(one, two)).state.entries[0]?.approval.state).toBe('denied');
  });

  it.each([[[key('d'), key('n')]], [[key('e')]]])('leaves a question whose request was settled: %#', (keys) => {
    const { state } = after(inboxOf(one, two), ...keys, { kind: 'loaded', details: shown(denied) });
    expect(state).toMatchObject({ mode: { kind: 'list' }, notice: { isBad: true } });
    expect(after(state, key('n'), named('return')).effects).toEqual([{ kind: 'load', id: ONE }]);
  });

  it('says why a decision was refused, and reads what is so instead', () => {
    const { state, effects } = after(inboxOf(one), key('a'), { kind: 'refused', id: ONE, message: 'Ann was first.' });
    expect(state).toMatchObject({ notice: { text: 'Ann was first.', isBad: true }, entries: [{ sending: null }] });
    expect(effects.at(-1)).toEqual({ kind: 'load', id: ONE });
  });

  it('reads all of what was decided, and shows the arguments until then', () => {
    const open = after(inboxOf(one), named('return'), { kind: 'loaded', details: shown({ id: ONE }) }).state;
    const { state, effects } = after(open, key('a'), { kind: 'decided', approval: { ...one, state: 'approved' } });
    expect(effects.at(-1)).toEqual({ kind: 'load', id: ONE });
    expect(state.entries[0]).toMatchObject({ sending: null, approval: { state: 'approved' }, details: { id: ONE } });
  });

  it('does not let anybody decide what is not theirs', () => {
    const { state, effects } = after(inboxOf(anApproval({ refusal: 'Not your own.' })), key('a'));
    expect([effects, state.notice?.text]).toEqual([[], 'Not your own.']);
  });

  it('asks again when something expires, and every two seconds without a feed', () => {
    const tick = (ms: number) => ({ kind: 'tick', nowMs: NOW_MS + ms }) as const;
    const refresh = [{ kind: 'refresh' }];
    expect(after(inboxOf(one), tick(3_000)).effects).toEqual([]);
    const expiring = anApproval({ expiresAt: '2026-11-24T10:00:02.500Z' });
    expect(after(inboxOf(expiring), tick(2_000), tick(3_000), tick(4_000)).effects).toEqual(refresh);
    const lost = after(inboxOf(one), { kind: 'link', link: { kind: 'polling', why: 'lost' } }).state;
    expect(after(lost, tick(1_000), tick(2_000), tick(3_000)).effects).toEqual(refresh);
  });

  it('keeps a bounded number of settled ones, and clears them when it is told to', () => {
    const many = Array.from({ length: 30 }, (_, index) => anApproval({ id: `${ONE.slice(0, -2)}${index + 10}` }));
    const ends = many.map(({ id }) => ({ kind: 'loaded', details: shown({ ...denied, id }) }) as const);
    const { state } = after(inboxOf(...many, two), ...ends);
    expect(state.entries).toHaveLength(21);
    expect(after(state, key('c')).state).toMatchObject({ selectedId: TWO, entries: [{ approval: { id: TWO } }] });
  });

  it('quits with q and Ctrl-C, but q is a letter of a reason', () => {
    expect(after(inboxOf(), key('q')).effects).toEqual([{ kind: 'quit' }]);
    expect(after(inboxOf(one), key('d'), key('q')).effects).toEqual([]);
    expect(after(inboxOf(one), key('d'), named('c', true)).effects).toEqual([{ kind: 'quit' }]);
  });
});
