import { Injectable } from '@nestjs/common';
import { ARGUMENTS_STARTS_MAX, type ApprovalView, listCallArguments } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { ApprovalCardView } from './approval.dto.js';

/** What the cards of an inbox show besides the approvals: what each asks for, which the router keeps. */
@Injectable()
export class ApprovalCards {
  constructor(private readonly requests: RequestClient) {}

  async of(workspaceId: string, approvals: readonly ApprovalView[]): Promise<ApprovalCardView[]> {
    const parts = Array.from({ length: Math.ceil(approvals.length / ARGUMENTS_STARTS_MAX) }, (_, part) =>
      approvals.slice(part * ARGUMENTS_STARTS_MAX, (part + 1) * ARGUMENTS_STARTS_MAX),
    );
    const answers = await Promise.all(
      parts.map((part) => {
        return this.requests.ask(listCallArguments, { workspaceId, callIds: part.map(({ callId }) => callId) });
      }),
    );
    const found = new Map(answers.flatMap(({ items }) => items).map((item) => [item.callId, item]));
    return approvals.map((approval) => {
      const { start = null, bytes = null, clientGoneAt = null } = found.get(approval.callId) ?? {};
      return { ...approval, argumentsStart: start, argumentsBytes: bytes, clientGoneAt };
    });
  }
}
