import {
  type DiscoveryAttempt,
  type DiscoveryTrigger,
  RECENT_CHECKS_MAX,
  type RecentChecks,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';

export type NewAttempt = Required<Omit<DiscoveryAttempt, 'at'>>;

/** An attempt with what a page of them is continued by. */
export interface StoredAttempt {
  readonly id: string;
  readonly attempt: DiscoveryAttempt;
}

/** A day of looks at the usual pace of five minutes, and some that people ask for. */
const ATTEMPTS_KEPT = 300;

interface AttemptRow {
  readonly integration_id: string;
  readonly at: Date;
  readonly succeeded: boolean;
  readonly duration_ms: number;
  readonly error_code: string | null;
  readonly message: string | null;
  readonly trigger: DiscoveryTrigger;
}

@Injectable()
export class DiscoveryAttemptRepository {
  async insert(tx: EntityManager, ref: IntegrationRef, attempt: NewAttempt): Promise<void> {
    const { succeeded, durationMs, errorCode, message, trigger } = attempt;
    await tx.query(
      `insert into discovery_attempts
         (id, workspace_id, integration_id, succeeded, duration_ms, error_code, message, trigger)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId(), ref.workspaceId, ref.integrationId, succeeded, Math.round(durationMs), errorCode, message, trigger],
    );
    await tx.query(
      `delete from discovery_attempts where workspace_id = $1 and integration_id = $2 and id not in (
         select id from discovery_attempts where workspace_id = $1 and integration_id = $2 order by id desc limit $3)`,
      [ref.workspaceId, ref.integrationId, ATTEMPTS_KEPT],
    );
  }

  /** Of integrations that are gone there is nothing left to look into. */
  async deleteAll(tx: EntityManager, ref: IntegrationRef): Promise<void> {
    await tx.query('delete from discovery_attempts where workspace_id = $1 and integration_id = $2', [
      ref.workspaceId,
      ref.integrationId,
    ]);
  }

  /** The newest first; from the newest where `beforeId` is null. */
  async listBefore(
    tx: EntityManager,
    ref: IntegrationRef,
    beforeId: string | null,
    limit: number,
  ): Promise<StoredAttempt[]> {
    const rows = await tx.query<(AttemptRow & { readonly id: string })[]>(
      `select id, integration_id, at, succeeded, duration_ms, error_code, message, trigger from discovery_attempts
       where workspace_id = $1 and integration_id = $2 and ($3::uuid is null or id < $3) order by id desc limit $4`,
      [ref.workspaceId, ref.integrationId, beforeId, limit],
    );
    return rows.map((row) => ({ id: row.id, attempt: toAttempt(row) }));
  }

  /** The last ones of each, oldest first. */
  async listRecent(tx: EntityManager, workspaceId: string, integrationIds: readonly string[]): Promise<RecentChecks[]> {
    const rows = await tx.query<AttemptRow[]>(
      `select latest.* from unnest($2::uuid[]) as wanted (id), lateral (
         select integration_id, at, succeeded, duration_ms from discovery_attempts
         where workspace_id = $1 and integration_id = wanted.id order by id desc limit $3) latest`,
      [workspaceId, [...new Set(integrationIds)], RECENT_CHECKS_MAX],
    );
    return [...Map.groupBy(rows, (row) => row.integration_id)].map(([integrationId, newestFirst]) => ({
      integrationId,
      checks: newestFirst.toReversed().map(({ at, succeeded, duration_ms }) => {
        return { at: at.toISOString(), succeeded, durationMs: duration_ms };
      }),
    }));
  }

  /** The last one of each, by integration id. */
  async listLatest(
    tx: EntityManager,
    workspaceId: string,
    integrationIds: readonly string[],
  ): Promise<ReadonlyMap<string, DiscoveryAttempt>> {
    const rows = await tx.query<AttemptRow[]>(
      `select latest.* from unnest($2::uuid[]) as wanted (id), lateral (
         select integration_id, at, succeeded, duration_ms, error_code, message, trigger from discovery_attempts
         where workspace_id = $1 and integration_id = wanted.id order by id desc limit 1) latest`,
      [workspaceId, integrationIds],
    );
    return new Map(rows.map((row) => [row.integration_id, toAttempt(row)]));
  }
}

function toAttempt(row: AttemptRow): DiscoveryAttempt {
  return {
    at: row.at.toISOString(),
    succeeded: row.succeeded,
    durationMs: row.duration_ms,
    errorCode: row.error_code,
    message: row.message,
    trigger: row.trigger,
  };
}
