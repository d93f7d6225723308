import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeDiscovery } from './merge-discovery.js';
import type { StoredRow } from './stored-row.js';
import type { DiscoveredTool, IntegrationPolicy } from './tool-policy.js';
import { integrationPolicies, listings } from '../test/arbitraries.js';
import { listedNames, policiesOf } from '../test/builders.js';

const NUM_RUNS = 5_000;

interface State {
  readonly rows: readonly StoredRow[];
  readonly revision: number | null;
}

interface DiscoveryEvent {
  readonly revision: number;
  /** Null: an attempt that failed. */
  readonly listing: readonly DiscoveredTool[] | null;
}

interface History {
  readonly integrationPolicy: IntegrationPolicy;
  /** As published: revisions grow. */
  readonly events: readonly DiscoveryEvent[];
  /** As delivered: any order, with repetitions and losses. */
  readonly delivery: readonly DiscoveryEvent[];
}

const histories: fc.Arbitrary<History> = fc
  .tuple(integrationPolicies, fc.array(fc.option(listings, { freq: 8 }), { minLength: 1, maxLength: 6 }))
  .chain(([integrationPolicy, published]) => {
    const events = published.map((listing, index) => ({ revision: index + 1, listing }));
    const delivery = fc.array(fc.constantFrom(...events), { maxLength: 12 });
    return fc.record({ integrationPolicy: fc.constant(integrationPolicy), events: fc.constant(events), delivery });
  });

const NEVER_VERIFIED: State = { rows: [], revision: null };

function step(state: State, event: DiscoveryEvent, integrationPolicy: IntegrationPolicy): State {
  const result = mergeDiscovery({
    stored: state.rows,
    storedSnapshotRevision: state.revision,
    tombstone: false,
    integrationPolicy,
    discovered: event.listing,
    snapshotRevision: event.revision,
  });
  return result.kind === 'ignored' ? state : { rows: result.rows, revision: result.snapshotRevision };
}

function deliver({ integrationPolicy }: History, events: readonly DiscoveryEvent[], from = NEVER_VERIFIED): State {
  return events.reduce((state, event) => step(state, event, integrationPolicy), from);
}

describe('discoveries that come out of order, repeatedly or not at all', () => {
  it('order: late events change nothing, so only those that were the newest on arrival count', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let newest = 0;
        const inOrder = history.delivery.filter(({ revision, listing }) => {
          const counts = listing !== null && revision > newest;
          if (counts) newest = revision;
          return counts;
        });
        expect(deliver(history, history.delivery)).toEqual(deliver(history, inOrder));
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('repetition: every event twice, or the whole delivery again, is the same as once', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const once = deliver(history, history.delivery);
        expect(
          deliver(
            history,
            history.delivery.flatMap((event) => [event, event]),
          ),
        ).toEqual(once);
        expect(deliver(history, [...history.delivery, ...history.delivery])).toEqual(
          deliver(history, history.delivery, once),
        );
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('repetition: after the newest event, any redelivery changes nothing', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const all = deliver(history, history.events);
        const listed = history.delivery.filter(({ revision }) => revision <= (all.revision ?? 0));
        expect(deliver(history, listed, all)).toEqual(all);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('loss: whatever was lost before, the newest listing decides what is there, in which order and as what', () => {
    fc.assert(
      fc.property(histories, listings, (history, listing) => {
        const last: DiscoveryEvent = { revision: history.events.length + 1, listing };
        const { rows } = deliver(history, [...history.delivery, last]);
        const available = policiesOf(rows).filter(({ status }) => status === 'available');
        const definitions = new Map([...listing].reverse().map((tool) => [tool.name, tool.definitionHash]));
        expect(available.map(({ toolName }) => toolName)).toEqual(listedNames(listing));
        for (const policy of available) expect(policy.definitionHash).toBe(definitions.get(policy.toolName));
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('loss: a tool without a pending review is exactly what was acknowledged, in every history', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const policy of policiesOf(deliver(history, history.delivery).rows)) {
          if (policy.review === 'none') expect(policy.acknowledgedHash).toBe(policy.definitionHash);
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('loss: once the first discovery is merged, losing others opens no tool that it did not list', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const [first] = history.events;
        if (!first?.listing) return;
        const { rows } = deliver(history, [first, ...history.delivery]);
        const known = new Set(listedNames(first.listing));
        for (const { toolName, review } of policiesOf(rows)) {
          if (!known.has(toolName)) expect(review).not.toBe('none');
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });
});
