import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalDecided, DomainError, type ApprovalDecided, type EventEnvelope } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { canonicalArguments } from '@countersign/tokens';
import fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { aBoundRequest, aDefinition, anApprovalRequest, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { expectedOf, type ModelApproval, type Try } from './approval-life.model.fixture-spec.js';
import { ApprovalExpirySweeper } from './approval-expiry.sweeper.js';
import { CancelApproval } from './cancel-approval.use-case.js';
import { CreateApproval } from './create-approval.use-case.js';
import { DecideApproval } from './decide-approval.use-case.js';
import { InvalidateApprovals } from './invalidate-approvals.use-case.js';

const ASKED = { to: 'all' };
const LIVES = 40;
const ROUNDS = 21;

const tries: fc.Arbitrary<Try> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Try>({ kind: 'decide', decision: 'deny', edited: null }) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(null, '{"to":"one"}', '{"to":"two"}')
      .map((edited): Try => ({ kind: 'decide', decision: 'approve', edited })),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('withdraw', 'disable', 'remove', 'time passes', 'sweep', 'ask again')
      .map((kind): Try => ({ kind })),
  },
);

describe('the life of an approval', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const send = aDefinition('mail.send', { inputSchema: { type: 'object', required: ['to'] } });
  let integrationId: string;

  beforeAll(async () => {
    system = await PolicySystem.start();
    integrationId = await system.integrationWith(workspaceId, [send], { posture: 'ask' });
    // Time passes when the model says so.
    await system.get(ApprovalExpirySweeper).beforeApplicationShutdown();
  });
  afterAll(async () => {
    await system.stop();
  });

  const born = async () => {
    const request = aBoundRequest(workspaceId, anApprovalRequest(integrationId, send), ASKED);
    system.router.argumentsOf.set(request.callId, canonicalArguments(ASKED).text);
    const event = { id: newId(), type: '', workspaceId, aggregateId: request.callId, occurredAt: '', data: request };
    const ask = () => inTransaction((tx) => system.get(CreateApproval).execute(tx, event));
    await ask();
    return { approvalId: request.approvalId, ask };
  };
  const inTransaction = <T>(work: (tx: EntityManager) => Promise<T>): Promise<T> =>
    system.get(Database).transaction(workspaceId, work);
  type Born = Awaited<ReturnType<typeof born>>;

  const attempt = async ({ approvalId, ask }: Born, what: Try): Promise<void> => {
    switch (what.kind) {
      case 'decide': {
        const edit = what.edited === null ? {} : { arguments: what.edited };
        const { decision } = what;
        await system.get(DecideApproval).execute({ workspaceId, approvalId, actor: aUser(), decision, ...edit });
        return;
      }
      case 'withdraw': {
        const cancellation = { actor: null, reason: 'no more', cause: 'withdrawn' } as const;
        await inTransaction((tx) => system.get(CancelApproval).execute(tx, { workspaceId, approvalId }, cancellation));
        return;
      }
      case 'disable': {
        const invalidations = [{ toolName: 'mail.send', code: 'disabled' }] as const;
        await inTransaction((tx) =>
          system.get(InvalidateApprovals).ofTools(tx, { workspaceId, integrationId }, invalidations),
        );
        return;
      }
      case 'remove':
        await inTransaction((tx) => system.get(InvalidateApprovals).ofIntegration(tx, { workspaceId, integrationId }));
        return;
      case 'time passes':
        await system.query(
          workspaceId,
          `update approvals set expires_at = clock_timestamp() - interval '1 s' where id = $1 and state = 'pending'`,
          [approvalId],
        );
        return;
      case 'sweep':
        await system.get(ApprovalExpirySweeper).sweepOnce();
        return;
      case 'ask again':
        await ask();
    }
  };

  /** Only one event, one row of the audit, and they say the same as the approval. */
  const agreesWith = async ({ approvalId }: Born, { end, isWithdrawn }: ModelApproval): Promise<void> => {
    const { state, reasonCode, argumentsEdited, edit } = await system.gateway.getApproval(workspaceId, approvalId);
    expect({ state, reasonCode, argumentsEdited }).toEqual({
      state: end?.state ?? 'pending',
      reasonCode: end?.reasonCode ?? null,
      argumentsEdited: (end?.edited ?? null) !== null,
    });
    expect(edit?.edited ?? null).toBe(end?.edited ?? null);
    const rows = await system.querySystem<{ envelope: string }>(
      'select envelope from outbox where subject = $1 and envelope like $2',
      [approvalDecided.subject, `%${approvalId}%`],
    );
    const told = rows.map(({ envelope }) => (JSON.parse(envelope) as EventEnvelope<ApprovalDecided>).data);
    expect(told.map(({ outcome }) => outcome)).toEqual(end === null ? [] : [end.state]);
    expect(told.map(({ grant }) => grant !== null)).toEqual(end === null ? [] : [end.state === 'approved']);
    const audit = await system.query<{ action: string }>(
      workspaceId,
      'select action from audit where approval_id = $1 order by id',
      [approvalId],
    );
    const ended = end === null ? [] : [`approval.${end.state}`];
    const withdrawn = isWithdrawn ? ['approval.withdrawn'] : [];
    expect(audit.map(({ action }) => action)).toEqual(['approval.requested', ...ended, ...withdrawn]);
  };

  it('is what the model says, whatever is tried in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tries, { minLength: 1, maxLength: 8 }), async (attempts) => {
        const approval = await born();
        const model: ModelApproval = { end: null, isWithdrawn: false, isDue: false };
        for (const what of attempts) {
          const isDueAndEdited = model.isDue && model.end === null && what.kind === 'decide' && what.edited !== null;
          const expected = expectedOf(model, what);
          const answer = await attempt(approval, what).then(
            () => null,
            (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
          );
          // The time is bound, and this test has just moved it: such a request is not editable before it is too late.
          if (isDueAndEdited) expect(['approval.expired', 'approval.not_editable']).toContain(answer);
          else expect(answer).toBe(expected);
        }
        await agreesWith(approval, model);
      }),
      { numRuns: LIVES },
    );
  });

  it('ends once and as one of them where all are tried at the same time', async () => {
    const all: Try[] = [
      { kind: 'decide', decision: 'approve', edited: null },
      { kind: 'decide', decision: 'approve', edited: '{"to":"one"}' },
      { kind: 'decide', decision: 'deny', edited: null },
      { kind: 'withdraw' },
      { kind: 'disable' },
      { kind: 'remove' },
      { kind: 'ask again' },
    ];
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const approval = await born();
      // Another one is first in every round.
      const order = [...all.slice(round % all.length), ...all.slice(0, round % all.length)];
      await Promise.allSettled(order.map((what) => attempt(approval, what)));
      const { state, reasonCode, edit } = await system.gateway.getApproval(workspaceId, approval.approvalId);
      if (state === 'pending' || !reasonCode) throw new Error('nobody was first');
      await agreesWith(approval, {
        end: { state, reasonCode: reasonCode as 'approved', edited: edit?.edited ?? null },
        // Somebody has tried to, before or after.
        isWithdrawn: state === 'approved',
        isDue: false,
      });
      seen.add(reasonCode);
    }
    expect(seen.size).toBeGreaterThan(1);
  });
});
