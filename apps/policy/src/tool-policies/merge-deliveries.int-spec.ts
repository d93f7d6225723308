import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { discoveryCompleted, type ToolDefinition } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { durableOf } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import { INTEGRATION_POLICY_DEFAULTS, mergeDiscovery, type StoredRow } from '@countersign/tool-policy';
import fc from 'fast-check';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { toDiscoveredTool } from './to-discovered-tool.js';

/** Each history is some twenty round trips through Postgres and NATS. */
const NUM_RUNS = 12;

const TOOLS = ['a', 'b', 'c', 'd'].flatMap((name) =>
  ['as it was', 'changed'].map((description) => aDefinition(name, { description })),
);
/** Each tool in one of its definitions, or not at all. */
const listings: fc.Arbitrary<ToolDefinition[]> = fc
  .shuffledSubarray(TOOLS)
  .map((tools) => [...new Map(tools.map((tool) => [tool.name, tool])).values()]);

/** The registry has a new snapshot, an event of one of the last ones arrives, or one that arrived comes again. */
type Step =
  | { readonly kind: 'publish'; readonly tools: ToolDefinition[] }
  | { readonly kind: 'deliver' | 'repeat'; readonly back: number };

const back = fc.nat({ max: 2 });
const histories: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: listings.map((tools) => ({ kind: 'publish' as const, tools })) },
    { weight: 5, arbitrary: back.map((steps) => ({ kind: 'deliver' as const, back: steps })) },
    { weight: 2, arbitrary: back.map((steps) => ({ kind: 'repeat' as const, back: steps })) },
  ),
  { minLength: 4, maxLength: 12 },
);

/** What is merged is the newest snapshot at the time of an event that is newer than what is merged. */
class Model {
  rows: readonly StoredRow[] = [];
  merged: number | null = null;

  deliver(announced: number, newest: { revision: number; tools: readonly ToolDefinition[] }): void {
    if (announced <= (this.merged ?? 0)) return;
    const result = mergeDiscovery({
      stored: this.rows,
      storedSnapshotRevision: this.merged,
      tombstone: false,
      integrationPolicy: INTEGRATION_POLICY_DEFAULTS,
      discovered: newest.tools.map(toDiscoveredTool),
      snapshotRevision: newest.revision,
    });
    if (result.kind === 'ignored') return;
    this.rows = result.rows;
    this.merged = result.snapshotRevision;
  }

  listed(): unknown[] {
    return this.rows.flatMap((row) => {
      if (row.kind === 'unreadable') return [];
      const { toolName, status, review, enabled, definitionHash } = row.policy;
      return [{ name: toolName, status, review, enabled, definitionHash: definitionHash ?? null }];
    });
  }
}

describe('events of discoveries, out of order, repeated and lost', () => {
  let system: PolicySystem;
  const workspaceId = newId();

  beforeAll(async () => {
    system = await PolicySystem.start({ replicas: 2 });
  });
  afterAll(async () => {
    await system.stop();
  });

  const handled = (eventId: string): Promise<void> =>
    eventually(async () => {
      const sql = 'select 1 from inbox where consumer = $1 and event_id = $2';
      const rows = await system.query(workspaceId, sql, [durableOf('policy', discoveryCompleted), eventId]);
      expect(rows).toHaveLength(1);
    });
  const listed = async (integrationId: string): Promise<unknown[]> => {
    const { tools } = await system.gateway.listTools(workspaceId, integrationId);
    return tools.map(({ name, status, review, enabled, definitionHash }) => ({
      ...{ name, status, review, enabled, definitionHash },
    }));
  };
  const anIntegration = async (): Promise<string> => {
    const integrationId = newId();
    await system.registry.register(workspaceId, { integrationId });
    await eventually(() => system.gateway.getPolicy(workspaceId, integrationId));
    return integrationId;
  };

  it('leave what the model has, after every history', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const integrationId = await anIntegration();
        const model = new Model();
        const snapshots: ToolDefinition[][] = [];
        const delivered: string[] = [];
        for (const step of history) {
          if (step.kind === 'publish') {
            snapshots.push(step.tools);
            const snapshot = { snapshotRevision: snapshots.length, connectionRevision: 1, tools: step.tools };
            system.registry.setSnapshot(integrationId, snapshot);
            continue;
          }
          const announced = snapshots.length - step.back;
          const eventId = step.kind === 'repeat' ? delivered.at(-1 - step.back) : newId();
          if (announced < 1 || eventId === undefined) continue;
          await system.registry.announceDiscovery(workspaceId, integrationId, { eventId, snapshotRevision: announced });
          await handled(eventId);
          if (step.kind === 'repeat') continue;
          delivered.push(eventId);
          model.deliver(announced, { revision: snapshots.length, tools: snapshots.at(-1) ?? [] });
        }
        expect(await listed(integrationId)).toEqual(model.listed());
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('in a burst, in any order and all at once, come to the newest snapshot', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(listings, listings, listings),
        fc.shuffledSubarray([1, 1, 2, 2, 3]),
        async (all, burst) => {
          const integrationId = await anIntegration();
          const tools = all[2];
          system.registry.setSnapshot(integrationId, { snapshotRevision: 3, connectionRevision: 1, tools });
          const eventIds = burst.map(() => newId());
          await Promise.all(
            burst.map((snapshotRevision, index) =>
              system.registry.announceDiscovery(workspaceId, integrationId, {
                eventId: eventIds[index] ?? '',
                snapshotRevision,
              }),
            ),
          );
          await Promise.all(eventIds.map(handled));
          const model = new Model();
          if (burst.length > 0) model.deliver(3, { revision: 3, tools });
          expect(await listed(integrationId)).toEqual(model.listed());
        },
      ),
      { numRuns: NUM_RUNS },
    );
  });

  it('that are merged while people decide lose no decision, and no decision loses a definition', async () => {
    const tools = Array.from({ length: 8 }, (_, index) => aDefinition(`tool-${index}`));
    const integrationId = await system.integrationWith(workspaceId, tools);
    const decisions = tools.map(({ name }) =>
      system.gateway.updateTools(workspaceId, integrationId, [{ name, enabled: false, idempotent: true }]),
    );
    const discoveries = [2, 3, 4].map(async (snapshotRevision) => {
      const changed = tools.map(({ name }) => aDefinition(name, { description: `As of ${snapshotRevision}.` }));
      system.registry.setSnapshot(integrationId, { snapshotRevision, connectionRevision: 1, tools: changed });
      await system.registry.announceDiscovery(workspaceId, integrationId);
    });
    await Promise.all([...decisions, ...discoveries]);
    const expected = tools.map(({ name }) => ({
      name,
      ...{ enabled: false, idempotent: true, review: 'changed' },
      definitionHash: aDefinition(name, { description: 'As of 4.' }).definitionHash,
    }));
    await eventually(async () => {
      const { tools: list } = await system.gateway.listTools(workspaceId, integrationId);
      const seen = list.map(({ name, enabled, idempotent, review, definitionHash }) => ({
        ...{ name, enabled, idempotent, review, definitionHash },
      }));
      expect(seen).toEqual(expected);
    });
  });
});
