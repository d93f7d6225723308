import { assertNever, type ApprovalDecided, principalKey } from '@countersign/contracts';
import { assertGrantBinds } from '@countersign/tokens';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Call, Outcome } from '../calls/call.js';
import { bindingFieldsOf } from '../calls/call-binding.js';
import { CallNotFoundError } from '../calls/call.errors.js';
import { CallRepository } from '../calls/call.repository.js';
import type { Cancellation } from '../calls/cancellation.js';
import { CallTransitionRepository } from '../calls/call-transition.repository.js';
import { approvalExpired, cancelled, deniedBy, grantExpired, notAvailable } from '../calls/model-answers.js';
import { ending } from '../dispatch/to-outcome.js';
import { ConsumedGrantRepository } from './consumed-grant.repository.js';
import type { FetchedEdit } from './edited-arguments.client.js';
import { UnusableGrantError } from './grant.errors.js';
import { type Grant, GrantReader } from './grant-reader.js';

/**
 * Applies what the policy service decided, in the caller's transaction. Applying it twice, or after the call has ended
 * another way, does nothing: the first one counts.
 */
@Injectable()
export class ApplyDecision {
  constructor(
    private readonly calls: CallRepository,
    private readonly transitions: CallTransitionRepository,
    private readonly consumed: ConsumedGrantRepository,
    private readonly grants: GrantReader,
  ) {}

  /**
   * @param edit what was fetched for the decision, outside the transaction
   * @throws UnusableGrantError, and nothing has changed
   */
  async execute(tx: EntityManager, decided: ApprovalDecided, edit: FetchedEdit | null): Promise<void> {
    const call = await this.lock(tx, decided);
    if (call.state !== 'pending_approval') return;
    if (decided.outcome === 'approved' && call.cancelRequested) return this.endTakenBack(tx, call);
    const actor = actorOf(call, decided);
    if (decided.outcome === 'approved') await this.approve(tx, call, { grant: decided.grant, edit, actor });
    else await this.transitions.settle(tx, call, toEnding(call, decided), actor);
  }

  /** Policy has heard of the cancellation before it heard of the approval: that one will end as cancelled when it comes. */
  async cancel(tx: EntityManager, { id, principal }: Call, cancellation: Cancellation): Promise<void> {
    const { actor = principal, reason } = cancellation;
    const call = await this.calls.lock(tx, id);
    if (call.state !== 'pending_approval') return;
    await this.transitions.settle(tx, call, ending('cancelled', reason, cancelled(reason)), principalKey(actor));
  }

  /** It was taken back here before the decision came, which has no effect any more: its grant stays unused. */
  private async endTakenBack(tx: EntityManager, call: Call): Promise<void> {
    const reason = 'it was taken back while it was being decided';
    const outcome = ending('cancelled', reason, cancelled(reason));
    await this.transitions.settle(tx, call, outcome, principalKey(call.principal));
  }

  private async lock(tx: EntityManager, { callId, approvalId }: ApprovalDecided): Promise<Call> {
    try {
      const call = await this.calls.lock(tx, callId);
      if (call.approval?.id === approvalId) return call;
    } catch (error) {
      if (!(error instanceof CallNotFoundError)) throw error;
    }
    throw new UnusableGrantError('no call waits for this approval');
  }

  private async approve(tx: EntityManager, call: Call, { grant: token, edit, actor }: Approval): Promise<void> {
    const grant = this.grants.read(token);
    if (grant === 'expired') {
      const reason = 'the grant had expired when it arrived';
      await this.transitions.settle(tx, call, ending('expired', reason, grantExpired()), actor);
      return;
    }
    assertGrantNames(call, grant);
    if (edit?.kind === 'void') {
      await this.transitions.settle(tx, call, ending('invalidated', edit.reason, notAvailable(edit.reason)), actor);
      return;
    }
    assertGrantIsFor(call, grant, edit);
    const isFirst = await this.consumed.consume(tx, call, { jti: grant.jti, approver: grant.approver.id });
    if (!isFirst) throw new UnusableGrantError('the grant was used before');
    const { jti, exp, approver } = grant;
    const how = edit === null ? 'approved' : 'approved with edited arguments';
    await this.transitions.move(
      tx,
      call,
      { to: 'approved', actor, reason: `${how} by ${approver.name}` },
      {
        set: `grant_jti = $5, grant_expires_at = to_timestamp($6), decided_by = $7, due_at = clock_timestamp(),
          edited_arguments = $8, edited_arguments_hash = $9, edit_summary = $10`,
        parameters: [jti, exp, approver.name, ...toColumns(edit)],
      },
    );
  }
}

interface Approval {
  readonly grant: string | null;
  readonly edit: FetchedEdit | null;
  readonly actor: string;
}

type Edit = Extract<FetchedEdit, { kind: 'edit' }>;

function toColumns(edit: Edit | null): readonly (string | null)[] {
  return edit === null ? [null, null, null] : [edit.argumentsText, edit.argumentsHash, edit.summary];
}

function assertGrantNames({ approval, workspaceId, id }: Call, grant: Grant): void {
  if (approval === null || grant.jti !== approval.id) throw new UnusableGrantError('the grant is for another approval');
  if (grant.workspace !== workspaceId || grant.callId !== id)
    throw new UnusableGrantError('the grant is for another call');
}

/** The row is what will be sent, so the row, with what is written into it now, is what the grant must name. */
function assertGrantIsFor(call: Call, grant: Grant, edit: Edit | null): void {
  const { approval } = call;
  if (approval === null) throw new UnusableGrantError('the call waits for no approval');
  if (grant.argumentsEdited !== (edit !== null)) throw new UnusableGrantError('the grant is for other arguments');
  if (grant.bindingVersion !== approval.bindingVersion) throw new UnusableGrantError('the grant has another version');
  const sent = edit === null ? call : { ...call, argumentsText: edit.argumentsText };
  try {
    assertGrantBinds(grant, bindingFieldsOf(sent, approval.expiresAt));
  } catch (error) {
    throw new UnusableGrantError('the grant is for something else', { cause: error });
  }
}

/** A requester who takes it back is not named by policy; nobody stands behind the other ends. */
function actorOf({ principal }: Call, { outcome, decidedBy }: ApprovalDecided): string {
  if (decidedBy !== null) return principalKey(decidedBy);
  return outcome === 'cancelled' ? principalKey(principal) : 'policy';
}

function toEnding(call: Call, { outcome, decidedBy, reason, reasonCode }: ApprovalDecided): Outcome {
  const why = reason ?? reasonCode;
  switch (outcome) {
    case 'denied': {
      const name = decidedBy?.name ?? 'the policy';
      return ending('denied', reason ? `denied by ${name}: ${reason}` : `denied by ${name}`, deniedBy(name, reason));
    }
    case 'expired': {
      const expiresAt = call.approval?.expiresAt ?? new Date(call.createdAt);
      return ending('expired', 'nobody decided in time', approvalExpired(call.createdAt, expiresAt));
    }
    case 'invalidated':
      return ending('invalidated', why, notAvailable(why));
    case 'cancelled':
      return ending('cancelled', why, cancelled(why));
    case 'approved':
      throw new Error('an approval does not end a call');
    default:
      return assertNever(outcome);
  }
}
