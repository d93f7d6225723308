import { type ApprovalView, assertNever, type DecideApprovalRequest } from '@countersign/contracts';
import { crashPoint, Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { wayOf } from '../audit/way-of.js';
import { AnnounceOutcomes } from './announce-outcomes.use-case.js';
import { type ApprovalEntity, isSettled } from './approval.entity.js';
import {
  ApprovalAlreadyDecidedError,
  ApprovalExpiredError,
  ApprovalNotFoundError,
  ApprovalNotPendingError,
} from './approval.errors.js';
import { ApprovalRepository, type Settlement } from './approval.repository.js';
import { toApprovalView } from './approval.view.js';
import { ApprovalEditRepository } from './approval-edit.repository.js';
import { AssertMayDecide } from './assert-may-decide.use-case.js';
import { isOwnRequest } from './is-own-request.js';
import { PrepareEdit, type PreparedEdit } from './prepare-edit.use-case.js';
import { toStorableText } from './to-storable-text.js';

/** The writes of one decision: the row that counts, what was edited, and who is told. */
@Injectable()
export class RecordDecision {
  constructor(
    private readonly approvals: ApprovalRepository,
    private readonly edits: ApprovalEditRepository,
    private readonly announceOutcomes: AnnounceOutcomes,
  ) {}

  /** False: somebody or something was first, and nothing is written. */
  async execute(tx: EntityManager, request: DecideApprovalRequest, settlement: DecisionSettlement): Promise<boolean> {
    if (!(await this.approvals.decide(tx, request, settlement))) return false;
    if (settlement.edited !== null) await this.edits.insert(tx, request, settlement.edited.edit);
    const approval = await this.approvals.find(tx, request);
    if (approval !== null && isSettled(approval)) await this.announceOutcomes.execute(tx, [approval]);
    return true;
  }
}

type ReadyEdit = { readonly argumentsHash: string } & NonNullable<PreparedEdit['ready']>;
type DecisionSettlement = Settlement & { readonly edited: ReadyEdit | null };

/** The first decision wins. The same one again changes nothing; another one learns who was first. */
@Injectable()
export class DecideApproval {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalRepository,
    private readonly prepareEdit: PrepareEdit,
    private readonly mayDecide: AssertMayDecide,
    private readonly record: RecordDecision,
  ) {}

  /**
   * @throws ApprovalNotFoundError, ApprovalAlreadyDecidedError, ApprovalExpiredError, ApprovalNotPendingError, and what
   *   `AssertMayDecide` and `PrepareEdit` do
   */
  async execute(request: DecideApprovalRequest): Promise<ApprovalView> {
    // Before the transaction, for the router is asked: what is prepared counts only if the row is still pending then.
    const edit = await this.prepareEdit.execute(request);
    const { approval, isFirst } = await this.database.transaction(request.workspaceId, (tx) =>
      this.decide(tx, request, edit),
    );
    if (isFirst) crashPoint('decision-committed');
    return toApprovalView(approval);
  }

  private async decide(
    tx: EntityManager,
    request: DecideApprovalRequest,
    edit: PreparedEdit | null,
  ): Promise<{ readonly approval: ApprovalEntity; readonly isFirst: boolean }> {
    const asked = await this.approvals.find(tx, request);
    if (asked === null) throw new ApprovalNotFoundError(request.approvalId);
    const settlement = toSettlement(asked, request, edit);
    if (asked.state !== 'pending' || settlement === null) {
      return { approval: assertSame(asked, request, edit), isFirst: false };
    }
    await this.mayDecide.execute(tx, asked, request);
    const isFirst = await this.record.execute(tx, request, settlement);
    // Read again: a decision that committed meanwhile is the one that counts.
    const approval = (await this.approvals.find(tx, request)) ?? asked;
    return { approval: isFirst ? approval : assertSame(approval, request, edit), isFirst };
  }
}

/** Null: the edit was not prepared, because the approval was over already. */
function toSettlement(
  approval: ApprovalEntity,
  request: DecideApprovalRequest,
  edit: PreparedEdit | null,
): DecisionSettlement | null {
  const { actor, decision, reason } = request;
  if (edit !== null && edit.ready === null) return null;
  const outcome = decision === 'approve' ? 'approved' : 'denied';
  return {
    state: outcome,
    decidedBy: actor,
    reasonCode: outcome,
    reason: reason ? toStorableText(reason) : null,
    selfApproved: isOwnRequest(actor, approval.principal),
    decidedVia: wayOf(request),
    edited: edit === null || edit.ready === null ? null : { argumentsHash: edit.argumentsHash, ...edit.ready },
  };
}

/** The approval, if it ended as this request wants it. */
function assertSame(
  approval: ApprovalEntity,
  { decision }: DecideApprovalRequest,
  edit: PreparedEdit | null,
): ApprovalEntity {
  switch (approval.state) {
    // Still pending for the sweeper, but the clock has passed the expiry: that is why the decision did not count.
    case 'pending':
    case 'expired':
      throw new ApprovalExpiredError(approval);
    case 'approved':
      if (decision === 'approve' && approval.editedArgumentsHash === (edit?.argumentsHash ?? null)) return approval;
      throw new ApprovalAlreadyDecidedError(approval);
    case 'denied':
      if (decision === 'deny') return approval;
      throw new ApprovalAlreadyDecidedError(approval);
    case 'invalidated':
    case 'cancelled':
      throw new ApprovalNotPendingError(approval);
    default:
      return assertNever(approval.state);
  }
}
