import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import type { GroupDetailsView, GroupView } from './approver-group.dto.js';
import { ApproverGroupRepository } from './approver-group.repository.js';
import { toGroupMemberView, toGroupView } from './approver-group.view.js';

/** Who is in which group, by the gateway's own records of this moment. */
@Injectable()
export class GroupDirectory {
  constructor(
    private readonly database: Database,
    private readonly groups: ApproverGroupRepository,
  ) {}

  async list(workspaceId: string): Promise<GroupView[]> {
    return (await this.database.read(workspaceId, (tx) => this.groups.list(tx, workspaceId))).map(toGroupView);
  }

  /** Of the person; a token is in the groups of its owner. */
  groupsOf({ workspaceId, actor }: Principal): Promise<string[]> {
    return this.database.read(workspaceId, (tx) => this.groups.namesOf(tx, workspaceId, actor.ownerId ?? actor.id));
  }

  /** Which of these are names of groups. */
  async known(workspaceId: string, names: readonly string[]): Promise<ReadonlySet<string>> {
    // Postgres refuses to compare with U+0000, which no group has in its name.
    const possible = names.filter((name) => !name.includes('\0'));
    if (possible.length === 0) return new Set();
    return new Set(await this.database.read(workspaceId, (tx) => this.groups.existing(tx, workspaceId, possible)));
  }

  /** @throws GroupNotFoundError */
  async details(workspaceId: string, groupId: string): Promise<GroupDetailsView> {
    const group = await this.database.read(workspaceId, (tx) => this.groups.get(tx, workspaceId, groupId));
    const members = await this.database.system((tx) => this.groups.listMembers(tx, group));
    return { ...toGroupView({ ...group, memberCount: members.length }), members: members.map(toGroupMemberView) };
  }
}
