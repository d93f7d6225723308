import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { healToolPolicy } from './heal-tool-policy.js';
import { mergeDiscovery } from './merge-discovery.js';
import type { StoredRow } from './stored-row.js';
import { rowsByName, toolNameOf } from './stored-row.js';
import type { ToolPolicy } from './tool-policy.js';
import { verdict } from './verdict.js';
import { discoveredTools, integrationPolicies, listings, storedLists } from '../test/arbitraries.js';
import { aMerge, listedNames, merged, policiesOf } from '../test/builders.js';

const NUM_RUNS = 5_000;

function decisionsOf({ enabled, requiresApproval, idempotent, approval, acknowledgedFlags }: ToolPolicy): unknown {
  return { enabled, requiresApproval, idempotent, approval, acknowledgedFlags };
}

function decisionsByName(rows: readonly StoredRow[]): ReadonlyMap<string, unknown> {
  return new Map(policiesOf(rows).map((policy) => [policy.toolName, decisionsOf(policy)]));
}

describe('one merge, whatever is stored and listed', () => {
  const cases = fc.record({ stored: storedLists, discovered: listings, integrationPolicy: integrationPolicies });

  it('loses no row and invents none that was not listed', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const names = merged(input).rows.map(toolNameOf);
        const expected = new Set([...input.stored.map(toolNameOf), ...listedNames(input.discovered)]);
        expect([...names].sort()).toEqual([...expected].sort());
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('keeps every decision of a person, and every unreadable row as the object that it is', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { rows } = merged(input);
        const after = decisionsByName(rows);
        for (const [name, decisions] of decisionsByName(input.stored)) expect(after.get(name)).toEqual(decisions);
        for (const row of input.stored) if (row.kind === 'unreadable') expect(rows).toContain(row);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('never ends a review: only a person does', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const after = new Map(policiesOf(merged(input).rows).map((policy) => [policy.toolName, policy]));
        for (const before of policiesOf(input.stored)) {
          if (before.review !== 'none') expect(after.get(before.toolName)?.review).not.toBe('none');
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('leaves no listed tool without a review that is not the one that was acknowledged', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const before = new Map(policiesOf(input.stored).map((policy) => [policy.toolName, policy]));
        for (const policy of policiesOf(merged(input).rows)) {
          const stored = before.get(policy.toolName);
          const known = stored?.acknowledgedHash ?? stored?.definitionHash;
          if (policy.status === 'missing' || policy.review !== 'none' || known === undefined) continue;
          expect(policy.definitionHash).toBe(known);
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('is settled: the same listing under a newer revision changes, invalidates and reorders nothing', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const first = merged(input);
        const again = merged({ ...input, stored: first.rows, storedSnapshotRevision: 2, snapshotRevision: 3 });
        expect(again).toMatchObject({ rows: first.rows, changed: [], invalidated: [] });
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('gives every tool the same policy in whatever order the listing comes', () => {
    fc.assert(
      fc.property(
        storedLists,
        fc.uniqueArray(discoveredTools, { selector: ({ name }) => name }),
        integrationPolicies,
        (stored, discovered, integrationPolicy) => {
          const withoutOrdinals = (rows: readonly StoredRow[]) =>
            new Map(policiesOf(rows).map((policy) => [policy.toolName, { ...policy, ordinal: 0 }]));
          const forwards = merged({ stored, discovered, integrationPolicy });
          const backwards = merged({ stored, discovered: [...discovered].reverse(), integrationPolicy });
          expect(withoutOrdinals(backwards.rows)).toEqual(withoutOrdinals(forwards.rows));
        },
      ),
      { numRuns: NUM_RUNS },
    );
  });

  it('writes full documents that are read back as they are', () => {
    fc.assert(
      fc.property(cases, (input) => {
        for (const policy of policiesOf(merged(input).rows)) {
          const stored: unknown = JSON.parse(JSON.stringify(policy));
          expect(healToolPolicy(stored)).toEqual({ ok: true, policy, isHealed: false });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('names exactly the rows that differ as changed', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { rows, changed } = merged(input);
        const before = rowsByName(input.stored);
        const differing = rows.filter(
          (row) => JSON.stringify(row) !== JSON.stringify(before.get(toolNameOf(row) ?? '')),
        );
        expect(changed).toEqual(differing.map(toolNameOf));
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('invalidates every tool that was there and no longer is, or is no longer the same', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { rows, invalidated } = merged(input);
        const codes = new Map(invalidated.map(({ toolName, code }) => [toolName, code]));
        const after = rowsByName(rows);
        for (const before of policiesOf(input.stored)) {
          const row = after.get(before.toolName);
          if (row?.kind !== 'readable') throw new Error('a readable row was lost');
          const moved = before.definitionHash !== undefined && before.definitionHash !== row.policy.definitionHash;
          if (before.status === 'available' && row.policy.status === 'missing') {
            expect(codes.get(before.toolName)).toBe('missing');
          } else if (moved) expect(codes.get(before.toolName)).toBe('changed');
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('never allows a tool that nobody has seen before, unless the integration is trusted', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const known = rowsByName(input.stored);
        for (const policy of policiesOf(merged(input).rows)) {
          if (known.has(policy.toolName) || input.integrationPolicy.trusted) continue;
          const result = verdict({
            policy: { kind: 'readable', policy },
            integrationPolicy: input.integrationPolicy,
            catalogueDefinitionHash: policy.definitionHash ?? null,
            entitlements: { agent_approvals: true },
          });
          expect(result.verdict).not.toBe('allow');
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('leaves its input alone', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const before = structuredClone(input);
        mergeDiscovery(aMerge({ ...input, connectionMoved: true }));
        expect(input).toEqual(before);
      }),
    );
  });
});
