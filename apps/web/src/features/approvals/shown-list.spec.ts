import { describe, expect, it } from '@jest/globals';
import type { ApprovalView } from './approval.js';
import { advance, NOTHING_SHOWN, type Shown, showAll } from './shown-list.js';

const KEY = 'pending';

/** Newest first: `c` came after `b`. */
function listed(ids: string): ApprovalView[] {
  return [...ids].map((id) => ({ id, state: 'pending' }) as ApprovalView);
}

function idsOf(approvals: readonly ApprovalView[]): string {
  return approvals.map(({ id }) => id).join('');
}

function after(...answers: readonly string[]): Shown {
  return answers.reduce((shown, ids) => advance(shown, KEY, listed(ids)), NOTHING_SHOWN);
}

describe('what of a moving list is shown', () => {
  it.each<[string[], string, string, string]>([
    [['cba'], 'cba', '', ''],
    [['', 'a'], 'a', '', ''],
    [['cba', 'edcba'], 'cba', 'ed', ''],
    [['cba', 'dca'], 'cba', 'd', 'b'],
    [['cb', 'cba'], 'cba', '', ''],
    [['cba', ''], 'cba', '', 'cba'],
    // Two came, and pushed the last one off the pages that were read.
    [['cba', 'edcb'], 'cba', 'ed', ''],
  ])('after the answers %j is "%s", with "%s" new and "%s" over', (answers, items, fresh, left) => {
    const shown = after(...answers);
    expect([idsOf(shown.items), idsOf(shown.fresh), [...shown.left].join('')]).toEqual([items, fresh, left]);
  });

  it('takes the newest word on what is shown already', () => {
    const decided = [{ id: 'a', state: 'approved' } as ApprovalView];
    expect(advance(after('a'), KEY, decided).items).toEqual(decided);
  });

  it('stays the same object while the answer does, so that nothing is drawn anew', () => {
    const latest = listed('ba');
    const shown = advance(NOTHING_SHOWN, KEY, latest);
    expect(advance(shown, KEY, latest)).toBe(shown);
  });

  it('starts anew with another filter, and when somebody asks for it', () => {
    expect(idsOf(advance(after('cba'), 'denied', listed('z')).items)).toBe('z');
    expect(showAll(KEY, listed('dc'))).toMatchObject({ fresh: [], left: new Set() });
  });
});
