import { DomainError } from '@countersign/contracts';
import type { GroupUses } from './group-uses.js';

export class GroupNotFoundError extends DomainError {
  constructor(groupId: string) {
    super('approver_group.not_found', `There is no approver group ${groupId} in this workspace.`, { groupId });
  }
}

/** Names that differ in case alone count as the same. */
export class GroupNameTakenError extends DomainError {
  constructor(name: string) {
    super('approver_group.name_taken', `There is an approver group "${name}" already.`, { name });
  }
}

export class TooManyGroupsError extends DomainError {
  constructor(max: number) {
    super('approver_group.too_many', `A workspace has at most ${max} approver groups.`, { max });
  }
}

export class TooManyMembersError extends DomainError {
  constructor(max: number) {
    super('approver_group.too_many_members', `An approver group has at most ${max} members.`, { max });
  }
}

/** `If-Match` named another version than the current one. */
export class GroupMovedError extends DomainError {
  constructor(groupId: string, version: number, ifVersion: number) {
    super('precondition.failed', `The group ${groupId} is at version ${version}, not at ${ifVersion}.`, { version });
  }
}

/** In a sentence; the details have more. */
const TOOLS_NAMED_MAX = 3;

/** Without the group, nobody could decide about these. */
export class GroupInUseError extends DomainError {
  constructor(name: string, uses: GroupUses) {
    const { tools, isTruncated } = uses;
    const first = tools.slice(0, TOOLS_NAMED_MAX).map(({ integration, tool }) => `${integration} ${tool}`);
    const more = isTruncated || tools.length > first.length ? ['more'] : [];
    const message =
      `The group "${name}" is named by ${[...first, ...more].join(', ')}: ` +
      'without it, nobody could decide about them.';
    super('approver_group.in_use', message, { ...uses });
  }
}
