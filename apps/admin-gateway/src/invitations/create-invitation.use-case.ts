import { Inject, Injectable } from '@nestjs/common';
import { Database, databaseNow, newId } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { ApproverGroupRepository } from '../approver-groups/approver-group.repository.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { CONFIG, type Config } from '../config.js';
import { assertMayHandOut } from '../members/assert-may-hand-out.js';
import { newSecret } from '../sessions/new-secret.js';
import { hashOfSecret } from '../sessions/session-secret.js';
import { type CreateInvitationBody, INVITATION_DAYS_DEFAULT } from './invitation.dto.js';
import type { InvitationEntity } from './invitation.entity.js';
import { TooManyInvitationsError } from './invitation.errors.js';
import { InvitationRepository, OPEN_INVITATIONS_MAX } from './invitation.repository.js';

const DAY_MS = 24 * 3_600_000;

export interface CreatedInvitation {
  readonly invitation: InvitationEntity;
  readonly url: string;
}

@Injectable()
export class CreateInvitation {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
    private readonly groups: ApproverGroupRepository,
    private readonly audit: AuditRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ScopeRequiredError, AlreadyMemberError, GroupNotFoundError, TooManyInvitationsError */
  async execute(principal: Principal, body: CreateInvitationBody): Promise<CreatedInvitation> {
    assertMayHandOut(principal, body.role);
    const email = body.email.toLowerCase();
    await this.database.system((tx) => this.invitations.assertNoMember(tx, principal.workspaceId, email));
    const secret = newSecret();
    const invitation = await this.database.transaction(principal.workspaceId, (tx) =>
      this.write(tx, principal, body, hashOfSecret(secret)),
    );
    const url = new URL('/invitation', this.config.http.publicUrl);
    url.hash = secret;
    return { invitation, url: url.href };
  }

  private async write(
    tx: EntityManager,
    { workspaceId, actor }: Principal,
    body: CreateInvitationBody,
    secretHash: string,
  ): Promise<InvitationEntity> {
    const { role, groupIds = [], expiresInDays = INVITATION_DAYS_DEFAULT } = body;
    const email = body.email.toLowerCase();
    for (const groupId of groupIds) await this.groups.get(tx, workspaceId, groupId);
    await this.invitations.revokeOfEmail(tx, workspaceId, email);
    if ((await this.invitations.countOpen(tx, workspaceId)) >= OPEN_INVITATIONS_MAX) {
      throw new TooManyInvitationsError(OPEN_INVITATIONS_MAX);
    }
    const expiresAt = new Date((await databaseNow(tx)).getTime() + expiresInDays * DAY_MS);
    const by = { invitedBy: actor.ownerId ?? actor.id, invitedByName: actor.name };
    const made = { id: newId(), workspaceId, email, role, groupIds, secretHash, ...by, expiresAt };
    const details = { invitationId: made.id, email, role, groupIds, expiresAt };
    await this.audit.record(tx, workspaceId, { action: 'invitation.created', actor, details });
    return this.invitations.insert(tx, made);
  }
}
