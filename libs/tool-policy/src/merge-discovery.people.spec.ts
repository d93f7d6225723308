import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyToolUpdates } from './apply-tool-updates.js';
import { markConnectionMoved } from './mark-connection-moved.js';
import { mergeDiscovery } from './merge-discovery.js';
import { pruneMissing } from './prune-missing.js';
import type { StoredRow } from './stored-row.js';
import type { DiscoveredTool } from './tool-policy.js';
import { verdict } from './verdict.js';
import { listings, TOOL_NAMES } from '../test/arbitraries.js';
import { anIntegrationPolicy, policiesOf } from '../test/builders.js';

const NUM_RUNS = 2_000;
const ENTITLED = { agent_approvals: true };
const OPEN = anIntegrationPolicy();

/** What happens to an integration: discoveries whose events may be late, repeated or lost, and people in between. */
type Step =
  | { readonly kind: 'publish'; readonly listing: readonly DiscoveredTool[] }
  | { readonly kind: 'deliver'; readonly which: number }
  | { readonly kind: 'switch'; readonly name: string; readonly enabled: boolean }
  | { readonly kind: 'acknowledge'; readonly name: string }
  | { readonly kind: 'prune' | 'move' };

const names = fc.constantFrom<string>(...TOOL_NAMES);
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: listings.map((listing) => ({ kind: 'publish' as const, listing })) },
    { weight: 6, arbitrary: fc.nat({ max: 4 }).map((which) => ({ kind: 'deliver' as const, which })) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('switch' as const), name: names, enabled: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('acknowledge' as const), name: names }) },
    { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'prune' }, { kind: 'move' }) },
  ),
  { minLength: 5, maxLength: 25 },
);

/** The rows, and beside them what people have said and seen, as the simplest thing that can be right. */
class Model {
  rows: readonly StoredRow[] = [];
  private revision: number | null = null;
  private readonly published: (readonly DiscoveredTool[])[] = [];
  /** Switched by a person, and not forgotten since. */
  readonly switched = new Map<string, boolean>();
  /** What the first discovery listed, or a person acknowledged, under which hash; a move takes all of it back. */
  readonly accepted = new Map<string, string>();

  take(step: Step): void {
    switch (step.kind) {
      case 'publish':
        this.published.push(step.listing);
        return;
      case 'deliver':
        return this.deliver(step.which);
      case 'switch':
        if (this.update({ name: step.name, enabled: step.enabled })) this.switched.set(step.name, step.enabled);
        return;
      case 'acknowledge':
        return this.acknowledge(step.name);
      case 'prune':
        return this.prune();
      case 'move':
        this.rows = markConnectionMoved(this.rows).rows;
        this.accepted.clear();
    }
  }

  private deliver(which: number): void {
    const discovered = this.published[which];
    if (discovered === undefined) return;
    const isFirst = this.revision === null;
    const result = mergeDiscovery({
      stored: this.rows,
      storedSnapshotRevision: this.revision,
      tombstone: false,
      integrationPolicy: OPEN,
      discovered,
      snapshotRevision: which + 1,
    });
    if (result.kind === 'ignored') return;
    this.rows = result.rows;
    this.revision = result.snapshotRevision;
    if (!isFirst) return;
    for (const { name, definitionHash } of [...discovered].reverse()) this.accepted.set(name, definitionHash);
  }

  private update(change: { name: string; enabled?: boolean; acknowledge?: string }): boolean {
    const context = { entitlements: ENTITLED, storedSnapshotRevision: this.revision };
    const result = applyToolUpdates(this.rows, [change], context);
    if (result.ok) this.rows = result.rows;
    return result.ok;
  }

  private acknowledge(name: string): void {
    const hash = policiesOf(this.rows).find(({ toolName }) => toolName === name)?.definitionHash;
    if (hash !== undefined && this.update({ name, acknowledge: hash })) this.accepted.set(name, hash);
  }

  private prune(): void {
    const missing = policiesOf(this.rows).filter(({ status }) => status === 'missing');
    const result = pruneMissing(this.rows, null, { storedSnapshotRevision: this.revision });
    if (!result.ok) return;
    this.rows = result.rows;
    for (const { toolName } of missing) {
      this.switched.delete(toolName);
      this.accepted.delete(toolName);
    }
  }
}

const after = (history: readonly Step[]): Model => {
  const model = new Model();
  for (const step of history) model.take(step);
  return model;
};

describe('an integration that is discovered while people decide', () => {
  it('allows only what is listed, enabled, and exactly what somebody has accepted', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const model = after(history);
        for (const policy of policiesOf(model.rows)) {
          const hash = policy.definitionHash ?? null;
          const rules = { integrationPolicy: OPEN, catalogueDefinitionHash: hash, entitlements: ENTITLED };
          const judged = verdict({ policy: { kind: 'readable', policy }, ...rules });
          if (judged.verdict !== 'allow') continue;
          expect([policy.status, policy.enabled]).toEqual(['available', true]);
          expect(model.accepted.get(policy.toolName)).toBe(hash);
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('keeps what a person switched, whatever is discovered, until that person or another forgets the tool', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const model = after(history);
        const stored = new Map(policiesOf(model.rows).map(({ toolName, enabled }) => [toolName, enabled]));
        for (const [name, enabled] of model.switched) expect(stored.get(name)).toBe(enabled);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('has one row for a name, numbered by its place among the listed and the missing', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const stored = policiesOf(after(history).rows).map(({ toolName }) => toolName);
        expect(new Set(stored).size).toBe(stored.length);
        const statuses = policiesOf(after(history).rows).map(({ status }) => status);
        expect(statuses).toEqual([...statuses].sort());
      }),
      { numRuns: NUM_RUNS },
    );
  });
});
