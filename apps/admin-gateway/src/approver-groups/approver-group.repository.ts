import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { GroupMemberView } from './approver-group.dto.js';
import { ApproverGroupEntity, ApproverGroupMemberEntity } from './approver-group.entity.js';
import { GroupNotFoundError } from './approver-group.errors.js';

/** A person's groups go with each of their decisions, at most this many. */
export const GROUPS_MAX = 200;
/** Shown on one page. */
export const GROUP_MEMBERS_MAX = 500;

export type CountedGroup = ApproverGroupEntity & { readonly memberCount: number };
export type MemberOfGroup = Omit<GroupMemberView, 'addedAt'> & { readonly addedAt: Date };
type NewGroup = Omit<ApproverGroupEntity, 'version' | 'createdAt'>;

const NEXT_VERSION = () => 'version + 1';

@Injectable()
export class ApproverGroupRepository {
  /** Until the commit no other change of the workspace's groups goes on: names stay unique and numbers bounded. */
  async lock(tx: EntityManager, workspaceId: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`approver groups of ${workspaceId}`]);
  }

  async get(tx: EntityManager, workspaceId: string, id: string): Promise<ApproverGroupEntity> {
    const group = await tx.findOneBy(ApproverGroupEntity, { workspaceId, id });
    if (!group) throw new GroupNotFoundError(id);
    return group;
  }

  /** By name; all of them. */
  async list(tx: EntityManager, workspaceId: string): Promise<CountedGroup[]> {
    const groups = await tx.find(ApproverGroupEntity, { where: { workspaceId }, order: { name: 'asc', id: 'asc' } });
    const rows = await tx.query<{ group_id: string; count: string }[]>(
      'select group_id, count(*) from approver_group_members where workspace_id = $1 group by group_id',
      [workspaceId],
    );
    const counts = new Map(rows.map((row) => [row.group_id, Number(row.count)]));
    return groups.map((group) => ({ ...group, memberCount: counts.get(group.id) ?? 0 }));
  }

  count(tx: EntityManager, workspaceId: string): Promise<number> {
    return tx.countBy(ApproverGroupEntity, { workspaceId });
  }

  /** Whether a group but this one has the name, in whatever case. */
  async isNameTaken(tx: EntityManager, { workspaceId, id, name }: NewGroup): Promise<boolean> {
    return tx
      .createQueryBuilder(ApproverGroupEntity, 'g')
      .where('g.workspaceId = :workspaceId and lower(g.name) = lower(:name) and g.id <> :id', { workspaceId, id, name })
      .getExists();
  }

  async insert(tx: EntityManager, group: NewGroup): Promise<void> {
    await tx.insert(ApproverGroupEntity, group);
  }

  async update(tx: EntityManager, { workspaceId, id, name, description }: NewGroup): Promise<void> {
    await tx.update(ApproverGroupEntity, { workspaceId, id }, { name, description, version: NEXT_VERSION });
  }

  /** With its members. */
  async delete(tx: EntityManager, { workspaceId, id }: ApproverGroupEntity): Promise<void> {
    await tx.delete(ApproverGroupEntity, { workspaceId, id });
  }

  countMembers(tx: EntityManager, { workspaceId, id: groupId }: ApproverGroupEntity): Promise<number> {
    return tx.countBy(ApproverGroupMemberEntity, { workspaceId, groupId });
  }

  /** Of who is in it. */
  async noteChange(tx: EntityManager, { workspaceId, id }: ApproverGroupEntity): Promise<void> {
    await tx.update(ApproverGroupEntity, { workspaceId, id }, { version: NEXT_VERSION });
  }

  /** False when they are in it. */
  async addMember(tx: EntityManager, { workspaceId, id }: ApproverGroupEntity, userId: string): Promise<boolean> {
    const added = await tx.query<unknown[]>(
      `insert into approver_group_members (workspace_id, group_id, user_id) values ($1, $2, $3)
       on conflict do nothing returning user_id`,
      [workspaceId, id, userId],
    );
    return added.length > 0;
  }

  /** False when they are not in it. */
  async removeMember(tx: EntityManager, { workspaceId, id: groupId }: ApproverGroupEntity, userId: string) {
    const { affected } = await tx.delete(ApproverGroupMemberEntity, { workspaceId, groupId, userId });
    return affected === 1;
  }

  /** As the system role, which knows what people are called. */
  listMembers(tx: EntityManager, { workspaceId, id }: ApproverGroupEntity): Promise<MemberOfGroup[]> {
    return tx.query<MemberOfGroup[]>(
      `select u.id as "userId", u.name, u.email, m.added_at as "addedAt"
       from approver_group_members m join users u on u.id = m.user_id
       where m.workspace_id = $1 and m.group_id = $2 order by u.name, u.id`,
      [workspaceId, id],
    );
  }

  /** Which groups a person is in. */
  async namesOf(tx: EntityManager, workspaceId: string, userId: string): Promise<string[]> {
    const rows = await tx.query<{ name: string }[]>(
      `select g.name from approver_groups g join approver_group_members m on m.group_id = g.id
       where g.workspace_id = $1 and m.workspace_id = $1 and m.user_id = $2 order by g.name`,
      [workspaceId, userId],
    );
    return rows.map(({ name }) => name);
  }

  /** Which of these names are groups, letter by letter. */
  async existing(tx: EntityManager, workspaceId: string, names: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ name: string }[]>(
      'select name from approver_groups where workspace_id = $1 and name = any($2)',
      [workspaceId, names],
    );
    return rows.map(({ name }) => name);
  }
}
