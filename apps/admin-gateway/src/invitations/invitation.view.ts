import type { InvitationState, InvitationView } from './invitation.dto.js';
import type { InvitationEntity } from './invitation.entity.js';

export function toInvitationView(invitation: InvitationEntity, now: Date): InvitationView {
  const { id, email, role, groupIds, invitedByName, createdAt, expiresAt, acceptedAt } = invitation;
  return {
    id,
    email,
    role,
    groupIds,
    invitedByName,
    state: stateOf(invitation, now),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    acceptedAt: acceptedAt?.toISOString() ?? null,
  };
}

function stateOf({ acceptedAt, revokedAt, expiresAt }: InvitationEntity, now: Date): InvitationState {
  if (acceptedAt !== null) return 'accepted';
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}
