import type { IdentityChange } from '@countersign/contracts';
import type { IdentityChangeEntity } from './identity-change.entity.js';

export function toIdentityChange({ revision, kind, id, revoked }: IdentityChangeEntity): IdentityChange {
  return { revision: Number(revision), kind, id, revoked };
}
