import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('changes of many approvals at once', () => {
  let system: PolicySystem;
  const remove = aDefinition('issue.delete');

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  const isSomebodyWaiting = async (): Promise<void> => {
    const waiting = await system.querySystem<object>(
      `select 1 from pg_locks where not granted and locktype in ('transactionid', 'tuple')`,
    );
    expect(waiting.length).toBeGreaterThan(0);
  };

  it.each([
    ['are disabled', { enabled: false }],
    ['are asked of another group', { approval: { approverGroup: 'release managers' } }],
  ])('whose tools %s lock them by their ids, so that no two of them block each other', async (_what, change) => {
    const workspaceId = newId();
    const integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const [lower, higher] = [newId(), newId()];
    // Stored the other way round, which is the order in which an update without one of its own would go.
    for (const approvalId of [higher, lower]) {
      await system.pendingApproval(workspaceId, integrationId, remove, { approvalId });
    }
    const lock = `select 1 from approvals where id = $1 for update nowait`;
    const changing = await system.get(Database).transaction(workspaceId, async (tx) => {
      await tx.query(lock, [lower]);
      const running = system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.delete', ...change }]);
      await eventually(isSomebodyWaiting);
      // It waits for the first one, and so holds none of the others.
      expect(await tx.query(lock, [higher])).toHaveLength(1);
      return { running };
    });
    expect(await changing.running).toMatchObject({ revision: expect.any(Number) });
  });
});
