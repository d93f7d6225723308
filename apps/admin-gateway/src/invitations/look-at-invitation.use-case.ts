import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { hashOfSecret } from '../sessions/session-secret.js';
import { WorkspaceRepository } from '../workspaces/workspace.repository.js';
import type { OfferedInvitationView } from './invitation.dto.js';
import { InvitedAccounts } from './invited-accounts.repository.js';

@Injectable()
export class LookAtInvitation {
  constructor(
    private readonly database: Database,
    private readonly accounts: InvitedAccounts,
    private readonly workspaces: WorkspaceRepository,
  ) {}

  /** For whoever has the secret; it says no more than they need to accept. @throws InvitationNotFoundError */
  async execute(secret: string): Promise<OfferedInvitationView> {
    return this.database.system(async (tx) => {
      const { invitation, account } = await this.accounts.find(tx, hashOfSecret(secret));
      const { name: workspaceName } = await this.workspaces.get(tx, invitation.workspaceId);
      const { email, role, invitedByName, expiresAt } = invitation;
      const hasAccount = account !== null;
      return { email, role, workspaceName, invitedByName, expiresAt: expiresAt.toISOString(), hasAccount };
    });
  }
}
