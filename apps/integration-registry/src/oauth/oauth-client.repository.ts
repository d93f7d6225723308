import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CLIENT_LIFE_MIN_MINUTES } from './oauth-limits.js';

/** Which registration: Countersign at an authorization server, for one place that browsers come back to. */
export interface ClientKey {
  readonly workspaceId: string;
  readonly issuer: string;
  readonly redirectUri: string;
}

export interface SealedClient {
  readonly id: string;
  readonly sealed: string;
}

@Injectable()
export class OAuthClientRepository {
  /** Null where there is none, or one whose secret ends too soon to be used. */
  async find(tx: EntityManager, { workspaceId, issuer, redirectUri }: ClientKey): Promise<SealedClient | null> {
    const [row] = await tx.query<SealedClient[]>(
      `select id, sealed from oauth_clients where workspace_id = $1 and issuer = $2 and redirect_uri = $3
         and (secret_expires_at is null or secret_expires_at > now() + make_interval(mins => $4))`,
      [workspaceId, issuer, redirectUri, CLIENT_LIFE_MIN_MINUTES],
    );
    return row ?? null;
  }

  /** Of two that register at the same time, the later one stays; the authorizations of the other have its client with them. */
  async put(
    tx: EntityManager,
    { workspaceId, issuer, redirectUri }: ClientKey,
    { id, sealed, secretExpiresAt }: SealedClient & { readonly secretExpiresAt: Date | null },
  ): Promise<void> {
    await tx.query(
      `insert into oauth_clients (workspace_id, issuer, redirect_uri, id, sealed, secret_expires_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (workspace_id, issuer, redirect_uri) do update
         set id = excluded.id, sealed = excluded.sealed, secret_expires_at = excluded.secret_expires_at, registered_at = now()`,
      [workspaceId, issuer, redirectUri, id, sealed, secretExpiresAt],
    );
  }

  /** The server no longer knows it: the next authorization registers again. */
  async forget(tx: EntityManager, workspaceId: string, issuer: string): Promise<void> {
    await tx.query('delete from oauth_clients where workspace_id = $1 and issuer = $2', [workspaceId, issuer]);
  }
}
