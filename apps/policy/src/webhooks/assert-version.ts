import type { WebhookEntity } from './webhook.entity.js';
import { WebhookMovedError } from './webhook.errors.js';

/** @throws WebhookMovedError where it is not the version that was asked for */
export function assertVersion(
  { id, settingsVersion }: Pick<WebhookEntity, 'id' | 'settingsVersion'>,
  { ifVersion }: { readonly ifVersion?: number | null },
): void {
  if (typeof ifVersion === 'number' && ifVersion !== settingsVersion) {
    throw new WebhookMovedError(id, settingsVersion, ifVersion);
  }
}
