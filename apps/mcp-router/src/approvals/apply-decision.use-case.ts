import { assertNever, type ApprovalDecided } from '@countersign/contracts';
import { assertGrantBinds, InvalidTokenError, type TokenVerifier, type VerifiedToken } from '@countersign/tokens';
import type { EntityManager } from 'typeorm';
import type { Call, Outcome } from '../calls/call.js';
import { bindingFieldsOf } from '../calls/call-binding.js';
import { CallNotFoundError } from '../calls/call.errors.js';
import { CallRepository } from '../calls/call.repository.js';
import { CallTransitionRepository } from '../calls/call-transition.repository.js';
import { approvalExpired, cancelled, deniedBy, grantExpired, notAvailable } from '../calls/model-answers.js';
import { ending } from '../dispatch/to-outcome.js';
import { ConsumedGrantRepository } from './consumed-grant.repository.js';
import { UnusableGrantError } from './grant.errors.js';

/**
 * Applies what the policy service decided, in the caller's transaction. Applying it twice, or after the call has ended
 * another way, does nothing: the first one counts.
 */
export class ApplyDecision {
  constructor(
    private readonly calls: CallRepository,
    private readonly transitions: CallTransitionRepository,
    private readonly consumed: ConsumedGrantRepository,
    private readonly grants: TokenVerifier<'grant'>,
  ) {}

  /** @throws UnusableGrantError, and nothing has changed */
  async execute(tx: EntityManager, decided: ApprovalDecided): Promise<void> {
    const call = await this.lock(tx, decided);
    if (call.state !== 'pending_approval') return;
    const actor = decided.decidedBy ? `${decided.decidedBy.kind}:${decided.decidedBy.id}` : 'policy';
    if (decided.outcome === 'approved') await this.approve(tx, call, decided, actor);
    else await this.transitions.settle(tx, call, toEnding(call, decided), actor);
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

  private async approve(tx: EntityManager, call: Call, decided: ApprovalDecided, actor: string): Promise<void> {
    const grant = this.verify(decided.grant);
    if (grant === 'expired') {
      const reason = 'the grant had expired when it arrived';
      await this.transitions.settle(tx, call, ending('expired', reason, grantExpired()), actor);
      return;
    }
    assertGrantIsFor(call, grant);
    const isFirst = await this.consumed.consume(tx, call, { jti: grant.jti, approver: grant.approver.id });
    if (!isFirst) throw new UnusableGrantError('the grant was used before');
    await this.transitions.move(
      tx,
      call,
      { to: 'approved', actor, reason: `approved by ${grant.approver.name}` },
      {
        set: 'grant_jti = $5, grant_expires_at = to_timestamp($6), decided_by = $7, due_at = clock_timestamp()',
        parameters: [grant.jti, grant.exp, grant.approver.name],
      },
    );
  }

  private verify(token: string | null): VerifiedToken<'grant'> | 'expired' {
    if (token === null) throw new UnusableGrantError('an approval without a grant');
    try {
      return this.grants.verify(token);
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      // Genuine, for the signature is looked at first, and too late.
      if (error.code === 'token.expired') return 'expired';
      throw new UnusableGrantError(`the grant is not valid: ${error.message}`, { cause: error });
    }
  }
}

/** The row is what will be sent, so the row is what the grant must name. */
function assertGrantIsFor(call: Call, grant: VerifiedToken<'grant'>): void {
  const { approval } = call;
  if (approval === null || grant.jti !== approval.id) throw new UnusableGrantError('the grant is for another approval');
  // Edited arguments need a request that fetches them; a grant for arguments that are not in the row permits nothing.
  if (grant.argumentsEdited) throw new UnusableGrantError('the grant is for edited arguments');
  if (grant.bindingVersion !== approval.bindingVersion) throw new UnusableGrantError('the grant has another version');
  try {
    assertGrantBinds(grant, bindingFieldsOf(call, approval.expiresAt));
  } catch (error) {
    throw new UnusableGrantError('the grant is for something else', { cause: error });
  }
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
