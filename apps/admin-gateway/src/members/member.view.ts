import type { MemberPerson } from '../users/user.repository.js';
import type { MemberView } from './member.dto.js';

export function toMemberView({ joinedAt, ...person }: MemberPerson): MemberView {
  return { ...person, joinedAt: joinedAt.toISOString() };
}
