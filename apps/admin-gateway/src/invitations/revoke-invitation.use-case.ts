import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { InvitationRepository } from './invitation.repository.js';

@Injectable()
export class RevokeInvitation {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws InvitationNotFoundError */
  async execute({ workspaceId, actor }: Principal, invitationId: string): Promise<void> {
    await this.database.transaction(workspaceId, async (tx) => {
      const { email } = await this.invitations.get(tx, workspaceId, invitationId);
      if (!(await this.invitations.revoke(tx, workspaceId, invitationId))) return;
      const details = { invitationId, email };
      await this.audit.record(tx, workspaceId, { action: 'invitation.revoked', actor, details });
    });
  }
}
