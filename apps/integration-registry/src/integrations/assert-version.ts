import type { Integration } from './integration.entity.js';
import { IntegrationMovedError } from './integration.errors.js';

/** What a change is conditional on; none: it is made whatever is there. */
export interface Condition {
  readonly ifVersion?: number | null;
}

/** @throws IntegrationMovedError where it is not the version that was asked for */
export function assertVersion(
  { id, settingsVersion }: Pick<Integration, 'id' | 'settingsVersion'>,
  { ifVersion }: Condition,
): void {
  if (typeof ifVersion === 'number' && ifVersion !== settingsVersion) {
    throw new IntegrationMovedError(id, settingsVersion, ifVersion);
  }
}
