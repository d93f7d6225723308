import { describe, expect, it } from '@jest/globals';
import { TOKEN_USES_MAX } from '@countersign/contracts';
import { USED_TOKENS_MAX } from '../limits.js';
import { TokenUses } from './token-uses.js';

const NINE = Date.parse('2026-11-23T09:00:00.000Z');
const laptop = { workspaceId: 'one', tokenId: 'laptop' };

describe('TokenUses', () => {
  it('has a token once in a minute, however often it is used', () => {
    const uses = new TokenUses();
    expect([0, 1, 59_999].map((later) => uses.note(laptop, NINE + later))).toEqual([true, false, false]);
    expect(uses.take()).toEqual([
      { workspaceId: 'one', uses: [{ tokenId: 'laptop', usedAt: '2026-11-23T09:00:00.000Z' }] },
    ]);
    expect(uses.note(laptop, NINE + 59_999)).toBe(false);
    expect(uses.take()).toEqual([]);
    expect(uses.note(laptop, NINE + 60_000)).toBe(true);
  });

  it('tells of each workspace apart, in messages that are not too long', () => {
    const uses = new TokenUses();
    uses.note({ ...laptop, workspaceId: 'two' }, NINE);
    for (let count = 0; count <= TOKEN_USES_MAX; count += 1) uses.note({ ...laptop, tokenId: `t${count}` }, NINE);
    expect(uses.take().map((told) => [told.workspaceId, told.uses.length])).toEqual([
      ['two', 1],
      ['one', TOKEN_USES_MAX],
      ['one', 1],
    ]);
  });

  it('tells again what could not be told, unless there is something newer', () => {
    const uses = new TokenUses();
    uses.note(laptop, NINE);
    uses.note({ ...laptop, tokenId: 'phone' }, NINE);
    const [lost] = uses.take();
    uses.note(laptop, NINE + 60_000);
    if (lost) uses.putBack(lost);
    expect(uses.take()[0]?.uses).toEqual([
      { tokenId: 'laptop', usedAt: '2026-11-23T09:01:00.000Z' },
      { tokenId: 'phone', usedAt: '2026-11-23T09:00:00.000Z' },
    ]);
  });

  it('is bounded, whoever comes and whatever is lost', () => {
    const uses = new TokenUses();
    const all = Array.from({ length: USED_TOKENS_MAX + 2 }, (_, index) => ({ ...laptop, tokenId: `t${index}` }));
    expect(all.filter((token) => uses.note(token, NINE))).toHaveLength(USED_TOKENS_MAX);
    const lost = uses.take();
    for (const token of all.slice(USED_TOKENS_MAX)) expect(uses.note(token, NINE)).toBe(true);
    for (const message of lost) uses.putBack(message);
    expect(uses.take().flatMap((message) => message.uses)).toHaveLength(USED_TOKENS_MAX);
  });
});
