import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reverdictAtDispatch } from './reverdict-at-dispatch.js';
import { isStricter, strictest } from './strictest.js';
import type { Review } from './tool-policy.js';
import { REVIEWS } from './tool-policy.js';
import { verdict } from './verdict.js';
import { TIGHTENINGS, verdictInputs } from '../test/arbitraries.js';
import { HASH_A, HASH_B } from '../test/builders.js';

const NUM_RUNS = 10_000;
const tightenings = fc.constantFrom(...Object.keys(TIGHTENINGS));
const dispatches = fc
  .tuple(
    verdictInputs,
    fc.constantFrom(HASH_A, HASH_B),
    fc.constantFrom<Review>(...REVIEWS),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([input, definitionHash, review, granted, connectionMoved]) => ({
    ...input,
    call: { definitionHash, review },
    granted,
    connectionMoved,
  }));

describe('the verdict, whatever the inputs', () => {
  it.each(Object.entries(TIGHTENINGS))('is never looser when %s', (_, tighten) => {
    fc.assert(
      fc.property(verdictInputs, (input) => {
        expect(isStricter(verdict(input).verdict, verdict(tighten(input)).verdict)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never looser after any number of stricter inputs', () => {
    fc.assert(
      fc.property(verdictInputs, fc.array(tightenings), (input, names) => {
        const stricter = names.reduce((current, name) => TIGHTENINGS[name]?.(current) ?? current, input);
        expect(isStricter(verdict(input).verdict, verdict(stricter).verdict)).toBe(false);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('fails closed: allow needs every single condition', () => {
    fc.assert(
      fc.property(verdictInputs, (input) => {
        if (verdict(input).verdict !== 'allow') return;
        if (input.policy.kind !== 'readable') throw new Error('allowed without a readable policy');
        const { policy } = input.policy;
        expect(policy).toMatchObject({ status: 'available', enabled: true, requiresApproval: false });
        expect(policy.definitionHash).toBe(input.catalogueDefinitionHash);
        expect(policy.review === 'none' || input.integrationPolicy.trusted).toBe(true);
        expect(policy.flags.every((flag) => policy.acknowledgedFlags.includes(flag))).toBe(true);
        expect(input.scope ?? 'allow').toBe('allow');
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('never asks where nobody can be asked', () => {
    fc.assert(
      fc.property(verdictInputs, (input) => {
        const { verdict: result } = verdict({ ...input, entitlements: { agent_approvals: false } });
        expect(result).not.toBe('ask');
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('loses nothing but its questions with the entitlement: what is allowed stays allowed', () => {
    fc.assert(
      fc.property(verdictInputs, (input) => {
        const entitled = verdict({ ...input, entitlements: { agent_approvals: true } }).verdict;
        const notEntitled = verdict({ ...input, entitlements: { agent_approvals: false } }).verdict;
        expect(notEntitled).toBe(entitled === 'ask' ? 'deny' : entitled);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('combines the token by strictest', () => {
    fc.assert(
      fc.property(verdictInputs, (input) => {
        const entitled = { ...input, entitlements: { agent_approvals: true } };
        const own = verdict({ ...entitled, scope: 'allow' }).verdict;
        expect(verdict(entitled).verdict).toBe(strictest([own, input.scope ?? 'allow']));
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('is pure: the same inputs give the same verdict and are left alone', () => {
    fc.assert(
      fc.property(verdictInputs, (input) => {
        const before = structuredClone(input);
        expect(verdict(input)).toEqual(verdict(input));
        expect(input).toEqual(before);
      }),
    );
  });
});

describe('the verdict at dispatch, whatever the inputs', () => {
  it('lets nothing go on that is denied, moved, of another definition or unasked', () => {
    fc.assert(
      fc.property(dispatches, (input) => {
        if (reverdictAtDispatch(input).action !== 'proceed') return;
        const now = verdict(input).verdict;
        expect(now === 'allow' || (now === 'ask' && input.granted)).toBe(true);
        expect(input.connectionMoved).toBe(false);
        expect(input.catalogueDefinitionHash).toBe(input.call.definitionHash);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('never brings an invalidated call back by a stricter input, so relaxing never voids one', () => {
    fc.assert(
      fc.property(dispatches, tightenings, (input, name) => {
        const tightened = { ...input, ...TIGHTENINGS[name]?.(input) };
        if (reverdictAtDispatch(tightened).action === 'proceed') {
          expect(reverdictAtDispatch(input)).toEqual({ action: 'proceed' });
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('never loses by holding a grant', () => {
    fc.assert(
      fc.property(dispatches, (input) => {
        if (reverdictAtDispatch({ ...input, granted: false }).action === 'proceed') {
          expect(reverdictAtDispatch({ ...input, granted: true })).toEqual({ action: 'proceed' });
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });
});
