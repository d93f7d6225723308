import { setTimeout as passes } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalDecided, approvalReminder } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition, aUser, inSeconds } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { ApprovalReminderSweeper } from './approval-reminder.sweeper.js';
import { DecideApproval } from './decide-approval.use-case.js';

/** How long the bus is away; an operator's rehearsal sets a minute or more. */
const OUTAGE_MS = Number(process.env['BUS_OUTAGE_SECONDS'] ?? '3') * 1_000;
const APPROVALS = 30;

describe('decisions while the bus is away', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const remove = aDefinition('issue.delete');
  let integrationId: string;

  beforeAll(async () => {
    system = await PolicySystem.start({ replicas: 2 });
    integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
  });
  afterAll(async () => {
    await system.stop();
  });

  /** In this process, as a replica does it whose request has just arrived. */
  const decide = (approvalId: string, index: number) =>
    system.get(DecideApproval).execute({
      workspaceId,
      approvalId,
      actor: aUser(),
      decision: index % 2 === 0 ? 'approve' : 'deny',
    });

  it(
    'are neither lost nor told twice, and those of one approval are told in order',
    async () => {
      const times = { requestedAt: inSeconds(-3_000), expiresAt: inSeconds(3_000) };
      const requests = [];
      for (let count = 0; count < APPROVALS; count += 1) {
        requests.push(await system.pendingApproval(workspaceId, integrationId, remove, times));
      }
      const ids = requests.map(({ approvalId }) => approvalId);
      const asked = ids.map((id) => system.gateway.decide(workspaceId, id, 'approve'));
      // What was on its way when the bus went is answered or not; whoever got no answer asks again.
      const unanswered = Promise.allSettled(asked.slice(0, 3));
      void Promise.allSettled(asked);
      await system.withoutNats(async () => {
        await system.get(ApprovalReminderSweeper).sweepOnce();
        await Promise.allSettled(ids.map(decide));
        await passes(OUTAGE_MS);
      });
      await unanswered;
      await eventually(
        () => expect(new Set(system.router.decided.map(({ data }) => data.approvalId))).toEqual(new Set(ids)),
        { timeoutMs: 30_000 },
      );
      for (const approvalId of ids) {
        const { state } = await system.gateway.getApproval(workspaceId, approvalId);
        const told = system.router.decided.filter(({ data }) => data.approvalId === approvalId);
        expect(new Set(told.map(({ id }) => id)).size).toBe(1);
        expect(told[0]?.data).toMatchObject({ outcome: state });
      }
      const published = await system.published();
      for (const { callId } of requests) {
        const types = published.filter(({ aggregateId }) => aggregateId === callId).map(({ type }) => type);
        expect(types.at(-1)).toBe(approvalDecided.subject);
        expect(types.slice(0, -1).every((type) => type === approvalReminder.subject)).toBe(true);
      }
    },
    OUTAGE_MS + 60_000,
  );
});
