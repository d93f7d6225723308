import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OIDC_LOGIN_SECONDS } from './oidc-cookie.js';

export interface OidcLogin {
  readonly returnTo: string;
  readonly invitationId: string | null;
}

/** As the system role: nobody has signed in yet. */
@Injectable()
export class OidcLoginRepository {
  async insert(tx: EntityManager, state: string, { returnTo, invitationId }: OidcLogin): Promise<void> {
    await tx.query(
      `insert into oidc_logins (state_hash, return_to, invitation_id, expires_at)
       values ($1, $2, $3, now() + $4 * interval '1 second')`,
      [hashOf(state), returnTo, invitationId, OIDC_LOGIN_SECONDS],
    );
  }

  /** The first who takes it has it; null for everybody else. */
  async take(tx: EntityManager, state: string): Promise<OidcLogin | null> {
    const [rows] = await tx.query<[OidcLogin[], number]>(
      `delete from oidc_logins where state_hash = $1 and expires_at > now()
       returning return_to as "returnTo", invitation_id as "invitationId"`,
      [hashOf(state)],
    );
    return rows[0] ?? null;
  }

  async findUserId(tx: EntityManager, issuer: string, subject: string): Promise<string | null> {
    const [row] = await tx.query<{ user_id: string }[]>(
      'select user_id from oidc_identities where issuer = $1 and subject = $2',
      [issuer, subject],
    );
    return row?.user_id ?? null;
  }

  async link(
    tx: EntityManager,
    { issuer, subject }: { issuer: string; subject: string },
    userId: string,
  ): Promise<void> {
    await tx.query('insert into oidc_identities (issuer, subject, user_id) values ($1, $2, $3)', [
      issuer,
      subject,
      userId,
    ]);
  }
}

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
