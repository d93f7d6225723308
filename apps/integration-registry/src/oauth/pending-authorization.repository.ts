import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { STATE_LIFE_MINUTES } from './oauth-limits.js';

export interface NewPending extends IntegrationRef {
  readonly stateHash: string;
  readonly sessionHash: string;
  readonly connectionRevision: number;
  readonly sealed: string;
}

export interface ConsumedPending {
  readonly integrationId: string;
  readonly sessionHash: string;
  readonly connectionRevision: number;
  readonly sealed: string;
  readonly isExpired: boolean;
}

interface PendingRow {
  readonly integration_id: string;
  readonly session_hash: string;
  readonly connection_revision: number;
  readonly sealed: string;
  readonly is_expired: boolean;
}

@Injectable()
export class PendingAuthorizationRepository {
  /** What ran out goes, and what the same session began for the same integration: a person has one browser window for it. */
  async insert(tx: EntityManager, pending: NewPending): Promise<Date> {
    const { workspaceId, integrationId, stateHash, sessionHash, connectionRevision, sealed } = pending;
    await tx.query(
      `delete from pending_authorizations where workspace_id = $1
         and (expires_at <= now() or (integration_id = $2 and session_hash = $3))`,
      [workspaceId, integrationId, sessionHash],
    );
    const [row] = await tx.query<{ readonly expires_at: Date }[]>(
      `insert into pending_authorizations
         (workspace_id, integration_id, state_hash, session_hash, connection_revision, sealed, expires_at)
       values ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => $7)) returning expires_at`,
      [workspaceId, integrationId, stateHash, sessionHash, connectionRevision, sealed, STATE_LIFE_MINUTES],
    );
    if (row === undefined) throw new Error('a pending authorization was not stored');
    return row.expires_at;
  }

  /** Takes it away: whoever comes second finds nothing, also where the first one was refused. */
  async consume(tx: EntityManager, workspaceId: string, stateHash: string): Promise<ConsumedPending | null> {
    const [rows] = await tx.query<[PendingRow[], number]>(
      `delete from pending_authorizations where workspace_id = $1 and state_hash = $2
       returning integration_id, session_hash, connection_revision, sealed, expires_at <= now() as is_expired`,
      [workspaceId, stateHash],
    );
    const [row] = rows;
    if (row === undefined) return null;
    return {
      integrationId: row.integration_id,
      sessionHash: row.session_hash,
      connectionRevision: row.connection_revision,
      sealed: row.sealed,
      isExpired: row.is_expired,
    };
  }

  async deleteAll(tx: EntityManager, { workspaceId, integrationId }: IntegrationRef): Promise<void> {
    await tx.query('delete from pending_authorizations where workspace_id = $1 and integration_id = $2', [
      workspaceId,
      integrationId,
    ]);
  }
}
