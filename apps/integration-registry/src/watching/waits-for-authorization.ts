import type { IntegrationStatus } from '@countersign/contracts';

/** Only a person can end it: until then a server is neither asked nor listened to. */
export function waitsForAuthorization(status: IntegrationStatus): boolean {
  return status === 'awaiting_authorization' || status === 'needs_reauthorization';
}
