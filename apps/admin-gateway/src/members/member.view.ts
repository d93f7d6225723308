import type { MemberPerson } from '../users/user.repository.js';
import type { MemberView } from './member.dto.js';

export function toMemberView({ userId, name, email, role, joinedAt }: MemberPerson): MemberView {
  return { userId, name, email, role, joinedAt: joinedAt.toISOString() };
}
