import type { GroupMemberView, GroupView } from './approver-group.dto.js';
import type { CountedGroup, MemberOfGroup } from './approver-group.repository.js';

export function toGroupView({ id, name, description, memberCount, version, createdAt }: CountedGroup): GroupView {
  return { id, name, description, memberCount, version, createdAt: createdAt.toISOString() };
}

export function toGroupMemberView({ userId, name, email, addedAt }: MemberOfGroup): GroupMemberView {
  return { userId, name, email, addedAt: addedAt.toISOString() };
}
