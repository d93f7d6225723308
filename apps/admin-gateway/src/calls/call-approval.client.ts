import { Injectable } from '@nestjs/common';
import { type ApprovalDetails, DomainError, getApproval } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Principal } from '../access/principal.js';

@Injectable()
export class CallApprovalClient {
  constructor(private readonly requests: RequestClient) {}

  /** Null where there is none: a call that has just been asked for may not be known to those who keep approvals. */
  async find(
    { workspaceId, scopes, actor: viewer }: Principal,
    approvalId: string | null,
  ): Promise<ApprovalDetails | null> {
    if (approvalId === null || !scopes.has('approval:read')) return null;
    try {
      return await this.requests.ask(getApproval, { workspaceId, approvalId, viewer });
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'approval.not_found') throw error;
      return null;
    }
  }
}
