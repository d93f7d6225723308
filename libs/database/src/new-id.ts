import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { EntityManager } from 'typeorm';

/** What `v7` takes for one id. */
const RANDOM_BYTES = 16;
/** Asking the system for random bytes costs ten times what making an id of them does, so it is asked for 256 ids at once. */
const pool = Buffer.alloc(256 * RANDOM_BYTES);
let usedBytes = pool.length;
/** Counts the ids of one millisecond, in 32 bits; begins somewhere in their first quarter, so that there is always room. */
let sequence = 0;
let lastMs = 0;

/**
 * A UUIDv7: sorted by time of creation, so that primary keys are inserted at the right edge of their index. In one process
 * each is greater than the one before, also within a millisecond and when the clock goes back.
 */
export function newId(): string {
  const random = takeRandom();
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = random.readUInt32BE(0) >>> 2;
  } else {
    sequence = (sequence + 1) >>> 0;
    if (sequence === 0) lastMs += 1;
  }
  return v7({ random, msecs: lastMs, seq: sequence });
}

function takeRandom(): Buffer {
  if (usedBytes === pool.length) {
    randomFillSync(pool);
    usedBytes = 0;
  }
  usedBytes += RANDOM_BYTES;
  return pool.subarray(usedBytes - RANDOM_BYTES, usedBytes);
}

/** The time at which this transaction began, by the database's clock: the only clock that replicas share. */
export async function databaseNow(tx: EntityManager): Promise<Date> {
  const [row] = await tx.query<{ now: Date }[]>('select now() as now');
  if (row === undefined) throw new Error('the database did not tell the time');
  return row.now;
}
