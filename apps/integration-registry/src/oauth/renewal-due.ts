import type { RefusedCredentials } from '@countersign/contracts';
import type { StoredGrant } from './oauth-grant.repository.js';
import { RENEW_BEFORE_END_MS, RENEWED_RECENTLY_MS } from './oauth-limits.js';

export type RenewalNeed = 'none' | 'wanted' | 'required';

type Age = Pick<StoredGrant, 'version' | 'endsInMs' | 'renewedAgoMs'>;

/**
 * Whether newer tokens have to be got before these are handed out. `wanted`: these still work, so that a renewal that fails
 * costs nothing. Whoever was refused with an older version is helped by the current one.
 *
 * `canRenew` is false where the server gave nothing to renew with: then the token is used to its last second.
 */
export function renewalDue(grant: Age, canRenew: boolean, refused?: RefusedCredentials | null): RenewalNeed {
  const { version, endsInMs, renewedAgoMs } = grant;
  const isRefused = refused?.reason === 'unauthorized' && refused.credentialVersion === version;
  if (isRefused && renewedAgoMs > RENEWED_RECENTLY_MS) return 'required';
  if (endsInMs === null) return 'none';
  if (endsInMs <= 0) return 'required';
  // Tokens that live for a minute would be renewed for every call.
  const before = Math.min(RENEW_BEFORE_END_MS, (endsInMs + renewedAgoMs) / 2);
  return canRenew && endsInMs < before ? 'wanted' : 'none';
}
