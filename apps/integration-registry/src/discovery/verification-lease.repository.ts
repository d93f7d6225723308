import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { LEASE_MS, VERDICT_HOURS_MAX } from './discovery-limits.js';

export interface TakenLease {
  /** It is time to ask the server again for the era of its protocol. */
  readonly isVerdictStale: boolean;
}

export interface VerificationEnd {
  /** The server was asked for the era of its protocol. */
  readonly isNegotiated: boolean;
}

export interface RunningLease {
  readonly holder: string;
  /** Its holder has not been heard of for too long: it may be taken. */
  readonly isExpired: boolean;
}

/** Every time is the database's: the clocks of replicas differ, and `now()` is only that of the transaction's beginning. */
@Injectable()
export class VerificationLeaseRepository {
  /** Null when somebody else has it. */
  async take(tx: EntityManager, ref: IntegrationRef, holder: string): Promise<TakenLease | null> {
    const rows = await tx.query<{ stale: boolean }[]>(TAKE, [
      ref.workspaceId,
      ref.integrationId,
      holder,
      LEASE_MS,
      VERDICT_HOURS_MAX,
    ]);
    return rows[0] === undefined ? null : { isVerdictStale: rows[0].stale };
  }

  /** False when it ran out, and somebody else took it. */
  async renew(tx: EntityManager, ref: IntegrationRef, holder: string): Promise<boolean> {
    const [, count] = await tx.query<[unknown, number]>(
      `update verification_leases set expires_at = clock_timestamp() + $4::integer * interval '1 millisecond'
       where workspace_id = $1 and integration_id = $2 and holder = $3 and ended_at is null`,
      [ref.workspaceId, ref.integrationId, holder, LEASE_MS],
    );
    return count > 0;
  }

  /** False when it was not this holder's any more. */
  async end(
    tx: EntityManager,
    ref: IntegrationRef,
    holder: string,
    { isNegotiated }: VerificationEnd,
  ): Promise<boolean> {
    const [, count] = await tx.query<[unknown, number]>(
      `update verification_leases
       set ended_at = clock_timestamp(), negotiated_at = case when $4 then clock_timestamp() else negotiated_at end
       where workspace_id = $1 and integration_id = $2 and holder = $3 and ended_at is null`,
      [ref.workspaceId, ref.integrationId, holder, isNegotiated],
    );
    return count > 0;
  }

  async findRunning(tx: EntityManager, ref: IntegrationRef): Promise<RunningLease | null> {
    const rows = await tx.query<{ holder: string; expired: boolean }[]>(
      `select holder, expires_at <= clock_timestamp() as expired from verification_leases
       where workspace_id = $1 and integration_id = $2 and ended_at is null`,
      [ref.workspaceId, ref.integrationId],
    );
    return rows[0] === undefined ? null : { holder: rows[0].holder, isExpired: rows[0].expired };
  }
}

/** The first one of an integration counts as negotiated: registering it was. */
const TAKE = `
  insert into verification_leases as held
    (workspace_id, integration_id, holder, started_at, expires_at, negotiated_at)
  values ($1, $2, $3, clock_timestamp(), clock_timestamp() + $4::integer * interval '1 millisecond', clock_timestamp())
  on conflict (integration_id) do update
  set holder = excluded.holder, started_at = excluded.started_at, expires_at = excluded.expires_at, ended_at = null
  where held.ended_at is not null or held.expires_at <= clock_timestamp()
  returning negotiated_at <= clock_timestamp() - $5::integer * interval '1 hour' as stale`;
