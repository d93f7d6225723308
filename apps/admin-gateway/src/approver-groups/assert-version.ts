import type { ApproverGroupEntity } from './approver-group.entity.js';
import { GroupMovedError } from './approver-group.errors.js';

/** Which group is changed, and on what condition. */
export interface GroupToChange {
  readonly groupId: string;
  /** None: whatever it is like. */
  readonly ifVersion?: number;
}

/** @throws GroupMovedError where it is not the version that was asked for */
export function assertVersion({ id, version }: ApproverGroupEntity, { ifVersion }: GroupToChange): void {
  if (ifVersion !== undefined && ifVersion !== version) throw new GroupMovedError(id, version, ifVersion);
}
