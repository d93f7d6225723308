import type { AuthorizationState, ClientRegistration } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { RENEWAL_LEASE_MS, RENEWAL_PAUSE_MS } from './oauth-limits.js';

/** What is known of a grant without opening it. Times are told as durations by the database's clock. */
export interface StoredGrant {
  readonly version: number;
  readonly state: Exclude<AuthorizationState, 'not_authorized'>;
  readonly problem: string | null;
  readonly issuer: string;
  readonly clientId: string;
  readonly registration: ClientRegistration;
  readonly sealed: string | null;
  readonly grantedScopes: readonly string[];
  readonly missingScopes: readonly string[];
  readonly authorizedAt: Date;
  readonly authorizedBy: string;
  readonly expiresAt: Date | null;
  readonly hasRefreshToken: boolean;
  /** Null: it does not end by itself. */
  readonly endsInMs: number | null;
  readonly renewedAgoMs: number;
  readonly leasedBy: 'nobody' | 'a renewal' | 'a pause';
}

/** What a token answer makes of a row. */
export interface GrantPatch {
  readonly version: number;
  readonly sealed: string;
  readonly grantedScopes: readonly string[];
  readonly missingScopes: readonly string[];
  readonly expiresInSeconds: number | null;
  readonly hasRefreshToken: boolean;
}

export type NewGrant = GrantPatch & Pick<StoredGrant, 'issuer' | 'clientId' | 'registration' | 'authorizedBy'>;

interface GrantRow {
  readonly integration_id: string;
  readonly version: number;
  readonly state: StoredGrant['state'];
  readonly problem: string | null;
  readonly issuer: string;
  readonly client_id: string;
  readonly registration: ClientRegistration;
  readonly sealed: string | null;
  readonly granted_scopes: string[];
  readonly missing_scopes: string[];
  readonly authorized_at: Date;
  readonly authorized_by: string;
  readonly expires_at: Date | null;
  readonly has_refresh_token: boolean;
  readonly ends_in_ms: number | null;
  readonly renewed_ago_ms: number;
  readonly leased_by: StoredGrant['leasedBy'];
}

const OF = 'workspace_id = $1 and integration_id = $2';
const COLUMNS = `*, (extract(epoch from expires_at - clock_timestamp()) * 1000)::float8 as ends_in_ms,
  (extract(epoch from clock_timestamp() - renewed_at) * 1000)::float8 as renewed_ago_ms,
  case when leased_until is null or leased_until <= clock_timestamp() then 'nobody'
       when lease_token is null then 'a pause' else 'a renewal' end as leased_by`;
const END = `clock_timestamp() + make_interval(secs => $`;

@Injectable()
export class OAuthGrantRepository {
  async put(tx: EntityManager, ref: IntegrationRef, grant: NewGrant): Promise<void> {
    await this.delete(tx, ref);
    await tx.query(
      `insert into oauth_grants (workspace_id, integration_id, version, state, issuer, client_id, registration, sealed,
         granted_scopes, missing_scopes, authorized_by, expires_at, has_refresh_token)
       values ($1, $2, $3, 'authorized', $4, $5, $6, $7, $8, $9, $10, ${END}11), $12)`,
      [
        ...keyOf(ref),
        grant.version,
        grant.issuer,
        grant.clientId,
        grant.registration,
        grant.sealed,
        grant.grantedScopes,
        grant.missingScopes,
        grant.authorizedBy,
        grant.expiresInSeconds,
        grant.hasRefreshToken,
      ],
    );
  }

  async find(tx: EntityManager, ref: IntegrationRef): Promise<StoredGrant | null> {
    return (await this.listOf(tx, ref.workspaceId, [ref.integrationId])).get(ref.integrationId) ?? null;
  }

  /** By integration id. */
  async listOf(
    tx: EntityManager,
    workspaceId: string,
    integrationIds: readonly string[],
  ): Promise<ReadonlyMap<string, StoredGrant>> {
    const rows = await tx.query<GrantRow[]>(
      `select ${COLUMNS} from oauth_grants where workspace_id = $1 and integration_id = any($2::uuid[])`,
      [workspaceId, integrationIds],
    );
    return new Map(rows.map((row) => [row.integration_id, toGrant(row)]));
  }

  /** One renewal of a version at a time, over all replicas. A holder that dies loses it by the database's clock. */
  async claim(tx: EntityManager, ref: IntegrationRef, version: number, leaseToken: string): Promise<boolean> {
    const [claimed] = await returned(
      tx,
      `update oauth_grants set lease_token = $4, leased_until = clock_timestamp() + make_interval(secs => $5)
       where ${OF} and version = $3 and state = 'authorized'
         and (leased_until is null or leased_until <= clock_timestamp()) returning 1`,
      [...keyOf(ref), version, leaseToken, RENEWAL_LEASE_MS / MS_PER_SECOND],
    );
    return claimed !== undefined;
  }

  /** Gives up the lease, and keeps those who wait from trying one after the other. */
  async pause(tx: EntityManager, ref: IntegrationRef, leaseToken: string): Promise<void> {
    await tx.query(
      `update oauth_grants set lease_token = null, leased_until = clock_timestamp() + make_interval(secs => $4)
       where ${OF} and lease_token = $3`,
      [...keyOf(ref), leaseToken, RENEWAL_PAUSE_MS / MS_PER_SECOND],
    );
  }

  /**
   * Compare and set: false when the version is another by now. Whose lease it is does not matter here: tokens that were got
   * late are better than none while nobody got newer ones.
   */
  async renew(tx: EntityManager, ref: IntegrationRef, before: number, after: GrantPatch): Promise<boolean> {
    const [renewed] = await returned(
      tx,
      `update oauth_grants set version = $4, sealed = $5, granted_scopes = $6, missing_scopes = $7,
         expires_at = ${END}8), has_refresh_token = $9, renewed_at = now(), lease_token = null, leased_until = null
       where ${OF} and version = $3 and state = 'authorized' returning 1`,
      [
        ...keyOf(ref),
        before,
        after.version,
        after.sealed,
        after.grantedScopes,
        after.missingScopes,
        after.expiresInSeconds,
        after.hasRefreshToken,
      ],
    );
    return renewed !== undefined;
  }

  /** The tokens go: they are of no use to us any more. False when the version is another by now. */
  async lose(tx: EntityManager, ref: IntegrationRef, version: number, problem: string): Promise<boolean> {
    const [lost] = await returned(
      tx,
      `update oauth_grants set state = 'needs_reauthorization', problem = $4, sealed = null, has_refresh_token = false,
         expires_at = null, lease_token = null, leased_until = null
       where ${OF} and version = $3 and state = 'authorized' returning 1`,
      [...keyOf(ref), version, problem],
    );
    return lost !== undefined;
  }

  /** False when that version is no longer the current one. */
  async setMissing(
    tx: EntityManager,
    ref: IntegrationRef,
    version: number,
    scopes: readonly string[],
  ): Promise<boolean> {
    const [set] = await returned(
      tx,
      `update oauth_grants set missing_scopes = $4 where ${OF} and version = $3 and state = 'authorized' returning 1`,
      [...keyOf(ref), version, scopes],
    );
    return set !== undefined;
  }

  async delete(tx: EntityManager, ref: IntegrationRef): Promise<void> {
    await tx.query(`delete from oauth_grants where ${OF}`, keyOf(ref));
  }
}

const MS_PER_SECOND = 1_000;

function keyOf({ workspaceId, integrationId }: IntegrationRef): [string, string] {
  return [workspaceId, integrationId];
}

/** The rows of an update; TypeORM gives them beside their number. */
async function returned(tx: EntityManager, sql: string, values: unknown[]): Promise<unknown[]> {
  const [rows] = await tx.query<[unknown[], number]>(sql, values);
  return rows;
}

function toGrant(row: GrantRow): StoredGrant {
  return {
    version: row.version,
    state: row.state,
    problem: row.problem,
    issuer: row.issuer,
    clientId: row.client_id,
    registration: row.registration,
    sealed: row.sealed,
    grantedScopes: row.granted_scopes,
    missingScopes: row.missing_scopes,
    authorizedAt: row.authorized_at,
    authorizedBy: row.authorized_by,
    expiresAt: row.expires_at,
    hasRefreshToken: row.has_refresh_token,
    endsInMs: row.ends_in_ms,
    renewedAgoMs: row.renewed_ago_ms,
    leasedBy: row.leased_by,
  };
}
