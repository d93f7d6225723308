import {
  type DecideApprovalsRequest,
  type DecisionResult,
  type DecisionResults,
  DomainError,
  type OneDecision,
} from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import { cutText } from '../webhooks/visible-text.js';
import { DecideApproval } from './decide-approval.use-case.js';

/** What the answer has room for: somebody's reason may be as long already, and the message names it. */
const MESSAGE_LENGTH_MAX = 2_000;

/**
 * Several decisions, each with its own transaction and its own answer: what is decided stays so, whatever becomes of the
 * others. One after the other, so that what comes twice in a request is answered by what came first.
 */
@Injectable()
export class DecideApprovals {
  constructor(private readonly decideApproval: DecideApproval) {}

  async execute({ decisions, ...common }: DecideApprovalsRequest): Promise<DecisionResults> {
    const items: DecisionResult[] = [];
    for (const decision of decisions) items.push(await this.decide(common, decision));
    return { items };
  }

  private async decide(
    common: Omit<DecideApprovalsRequest, 'decisions'>,
    { approvalId, decision, reason }: OneDecision,
  ): Promise<DecisionResult> {
    const request = { ...common, approvalId, decision, ...(reason ? { reason } : {}) };
    try {
      return { approvalId, approval: await this.decideApproval.execute(request), problem: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, message, details } = error;
      return { approvalId, approval: null, problem: { code, message: cutText(message, MESSAGE_LENGTH_MAX), details } };
    }
  }
}
