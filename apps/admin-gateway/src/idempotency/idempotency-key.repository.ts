import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { IdempotencyKeyEntity, type KeyOfRequest } from './idempotency-key.entity.js';

/** How long a repetition is recognised. */
const KEPT_HOURS = 24;

@Injectable()
export class IdempotencyKeyRepository {
  /** Null when it is the first of its key; else what the first one left. */
  async claim(tx: EntityManager, key: KeyOfRequest, requestHash: string): Promise<IdempotencyKeyEntity | null> {
    // A key that is over but not swept yet is free.
    await tx.query(
      `delete from idempotency_keys where workspace_id = $1 and principal = $2 and key = $3
       and created_at < now() - $4 * interval '1 hour'`,
      [key.workspaceId, key.principal, key.key, KEPT_HOURS],
    );
    const claimed = await tx.query<unknown[]>(
      `insert into idempotency_keys (workspace_id, principal, key, request_hash) values ($1, $2, $3, $4)
       on conflict do nothing returning 1`,
      [key.workspaceId, key.principal, key.key, requestHash],
    );
    return claimed.length > 0 ? null : tx.findOneByOrFail(IdempotencyKeyEntity, key);
  }

  async settle(tx: EntityManager, key: KeyOfRequest, status: number, body: string | null): Promise<void> {
    await tx.update(IdempotencyKeyEntity, key, { status, body });
  }

  async release(tx: EntityManager, key: KeyOfRequest): Promise<void> {
    await tx.delete(IdempotencyKeyEntity, key);
  }

  /** As the system role. */
  async deleteOld(tx: EntityManager): Promise<void> {
    await tx.query(`delete from idempotency_keys where created_at < now() - $1 * interval '1 hour'`, [KEPT_HOURS]);
  }
}
