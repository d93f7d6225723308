import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { healToolPolicy } from './heal-tool-policy.js';
import { aToolPolicy } from '../test/builders.js';

// Static JSON imports lose their attribute in the compiler.
const { default: readable } = await import('../fixtures/readable-rows.json', { with: { type: 'json' } });
const { default: unreadable } = await import('../fixtures/unreadable-rows.json', { with: { type: 'json' } });

const POSITION = 7;

describe('healing a stored tool policy', () => {
  it.each(readable)('reads $title', ({ document, isHealed, policy }) => {
    expect(healToolPolicy(document, POSITION)).toEqual({ ok: true, policy, isHealed });
  });

  it.each(unreadable)('does not read $title', ({ document, pointer, message }) => {
    expect(healToolPolicy(document, POSITION)).toEqual({ ok: false, problem: { pointer, message } });
  });

  it('changes nothing when it reads what it has healed', () => {
    for (const { document } of readable) {
      const healed = healToolPolicy(document, POSITION);
      if (!healed.ok) throw new Error(healed.problem.message);
      expect(healToolPolicy(healed.policy)).toEqual({ ok: true, policy: healed.policy, isHealed: false });
    }
  });

  it('rewrites an old name even where every other field is there', () => {
    const { toolName: name, ...rest } = aToolPolicy();
    expect(healToolPolicy({ name, ...rest })).toEqual({ ok: true, policy: aToolPolicy(), isHealed: true });
  });

  it('reads or refuses anything, and never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (document) => {
        expect(typeof healToolPolicy(document).ok).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });

  it('never reads a wrong type as a decision', () => {
    const fields = ['enabled', 'requiresApproval', 'idempotent'] as const;
    const wrong = fc.anything().filter((value) => typeof value !== 'boolean');
    fc.assert(
      fc.property(fc.constantFrom(...fields), wrong, (field, value) => {
        const document = { toolName: 'a', [field]: value };
        expect(healToolPolicy(document)).toMatchObject({ ok: false, problem: { pointer: `/${field}` } });
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps a field called __proto__ a plain field', () => {
    const healed = healToolPolicy(JSON.parse('{"toolName":"a","__proto__":{"enabled":false}}'));
    expect(healed).toMatchObject({ ok: true, policy: { enabled: true } });
  });
});
