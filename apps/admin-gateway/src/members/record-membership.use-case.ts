import { Injectable } from '@nestjs/common';
import type { Actor } from '@countersign/contracts';
import type { EntityManager } from 'typeorm';
import { AuditRepository } from '../audit/audit.repository.js';
import { RecordIdentityChanges } from '../identity-changes/record-identity-changes.use-case.js';
import type { Role } from '../users/roles.js';
import type { MemberEntity } from '../users/user.entity.js';

/** Who comes, who goes and who becomes something else: for the audit, and for what refuses them what they have no more. */
@Injectable()
export class RecordMembership {
  constructor(
    private readonly identityChanges: RecordIdentityChanges,
    private readonly audit: AuditRepository,
  ) {}

  /** In the transaction that removes them. */
  async removed(tx: EntityManager, { actor }: { readonly actor: Actor }, member: MemberEntity): Promise<void> {
    const { workspaceId, userId, role } = member;
    await this.identityChanges.execute(tx, workspaceId, userId, [
      { kind: 'member_removed', id: userId, revoked: true },
    ]);
    await this.audit.record(tx, workspaceId, { action: 'member.removed', actor, details: { userId, role } });
  }

  /** In the transaction that admits them. Whoever was removed once is so no more. */
  async added(tx: EntityManager, actor: Actor, member: MemberEntity, details: object): Promise<void> {
    const { workspaceId, userId, role } = member;
    await this.identityChanges.execute(tx, workspaceId, userId, [
      { kind: 'member_removed', id: userId, revoked: false },
    ]);
    const all = { userId, role, ...details };
    await this.audit.record(tx, workspaceId, { action: 'member.added', actor, details: all });
  }

  /** In the transaction that changes it: what they have open shows less at once. */
  async roleChanged(tx: EntityManager, actor: Actor, before: MemberEntity, after: Role): Promise<void> {
    const { workspaceId, userId } = before;
    await this.identityChanges.ofReading(tx, workspaceId, userId);
    const details = { userId, before: before.role, after };
    await this.audit.record(tx, workspaceId, { action: 'member.role_changed', actor, details });
  }
}
