import { v7 } from 'uuid';
import type { EntityManager } from 'typeorm';

/** A UUIDv7: sorted by time of creation, so that primary keys are inserted at the right edge of their index. */
export function newId(): string {
  return v7();
}

/** The time at which this transaction began, by the database's clock: the only clock that replicas share. */
export async function databaseNow(tx: EntityManager): Promise<Date> {
  const [row] = await tx.query<{ now: Date }[]>('select now() as now');
  if (row === undefined) throw new Error('the database did not tell the time');
  return row.now;
}
