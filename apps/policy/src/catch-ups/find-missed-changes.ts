/**
 * What the events of one integration would have done, by what is stored here and what the registry has.
 *
 * | stored            | the registry's                  | missed                    |
 * |-------------------|---------------------------------|---------------------------|
 * | nothing           | never discovered                | registered                |
 * | nothing           | a snapshot                      | registered, discovered    |
 * | nothing           | removed                         | removed: late events then find the tombstone |
 * | an older snapshot | the connection is the same      | discovered                |
 * | an older one      | another connection, discovered  | moved, discovered         |
 * | anything          | removed                         | removed                   |
 * | a tombstone       | anything                        | nothing, for good         |
 * | a newer one       | restored from a backup          | nothing: revisions do not go back |
 */
import type { IntegrationState } from '@countersign/contracts';

export type MissedChange = 'registered' | 'moved' | 'discovered' | 'removed';

export interface StoredState {
  readonly connectionRevision: number;
  /** Null: no snapshot was merged yet. */
  readonly snapshotRevision: number | null;
  readonly removedAt: Date | null;
}

type CurrentState = Pick<IntegrationState, 'connectionRevision' | 'snapshotRevision' | 'removed'>;

/** In the order in which they are to be made. */
export function findMissedChanges(stored: StoredState | null, current: CurrentState): readonly MissedChange[] {
  if (stored !== null && stored.removedAt !== null) return [];
  if (current.removed) return ['removed'];
  const discovered: MissedChange[] = current.snapshotRevision > (stored?.snapshotRevision ?? 0) ? ['discovered'] : [];
  if (stored === null) return ['registered', ...discovered];
  return current.connectionRevision > stored.connectionRevision ? ['moved', ...discovered] : discovered;
}
