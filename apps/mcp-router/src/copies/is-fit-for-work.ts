import type { FollowerStanding } from '@countersign/messaging';

/**
 * Whether a replica may get work, by how one of its copies stands:
 *
 * | its owner    | workspaces that are behind | starting  | running   |
 * |--------------|----------------------------|-----------|-----------|
 * | is not heard | any number                 | not ready | not ready |
 * | is heard     | none                       | ready     | ready     |
 * | is heard     | up to half of them         | not ready | ready     |
 * | is heard     | more than half of them     | not ready | not ready |
 *
 * A few workspaces that are behind are refused one by one: taking the replica away would refuse all of them.
 */
export function isFitForWork({ isHeard, workspaces, behind }: FollowerStanding, isStarting: boolean): boolean {
  return isHeard && (isStarting ? behind === 0 : behind * 2 <= workspaces);
}
