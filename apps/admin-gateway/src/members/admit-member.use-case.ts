import { Injectable } from '@nestjs/common';
import type { Actor } from '@countersign/contracts';
import type { EntityManager } from 'typeorm';
import { GROUP_MEMBERS_MAX } from '../approver-groups/approver-group.repository.js';
import type { Role } from '../users/roles.js';
import type { UserEntity } from '../users/user.entity.js';
import { MemberRepository } from '../users/user.repository.js';
import { RecordMembership } from './record-membership.use-case.js';

export interface Admission {
  readonly workspaceId: string;
  readonly role: Role;
  readonly groupIds: readonly string[];
  /** For the audit: what let them in. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Makes somebody a member who was let in by an invitation, or by the provider that they sign in at. */
@Injectable()
export class AdmitMember {
  constructor(
    private readonly members: MemberRepository,
    private readonly record: RecordMembership,
  ) {}

  /** As the system role, in the transaction that uses up what let them in. Who is a member stays what they are. */
  async execute(tx: EntityManager, user: UserEntity, admission: Admission): Promise<void> {
    const { workspaceId, role, groupIds, details } = admission;
    await this.members.lock(tx, workspaceId);
    if (await this.members.find(tx, workspaceId, user.id)) return;
    const member = { workspaceId, userId: user.id, role };
    await this.members.insert(tx, member);
    await joinGroups(tx, member, groupIds);
    const actor: Actor = { kind: 'user', id: user.id, name: user.name, ownerId: user.id };
    await this.record.added(tx, actor, member, details);
  }
}

/** A group that was removed since, or is full, is left out: it must not keep somebody from coming in. */
async function joinGroups(
  tx: EntityManager,
  { workspaceId, userId }: { readonly workspaceId: string; readonly userId: string },
  groupIds: readonly string[],
): Promise<void> {
  await tx.query(
    `insert into approver_group_members (workspace_id, group_id, user_id)
     select workspace_id, id, $2 from approver_groups g where workspace_id = $1 and id = any($3)
       and (select count(*) from approver_group_members m where m.workspace_id = $1 and m.group_id = g.id) < $4
     on conflict do nothing`,
    [workspaceId, userId, groupIds, GROUP_MEMBERS_MAX],
  );
}
