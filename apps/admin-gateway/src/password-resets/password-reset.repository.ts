import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Role } from '../users/roles.js';

/** A day: whoever needs it longer asks again. */
const RESET_HOURS = 24;

export interface PasswordReset {
  readonly userId: string;
  /** Whose admin made it. */
  readonly workspaceId: string;
  /** The person; of a token, its owner. */
  readonly madeBy: string;
  /** What the person was when it was made. */
  readonly role: Role;
  readonly expiresAt: Date;
}

const COLUMNS =
  'user_id as "userId", workspace_id as "workspaceId", made_by as "madeBy", role, expires_at as "expiresAt"';

/** As the system role: who brings a link has not signed in. */
@Injectable()
export class PasswordResetRepository {
  /** A person has one link; an earlier one is good no more. */
  async replace(
    tx: EntityManager,
    secretHash: string,
    { userId, workspaceId, madeBy, role }: Omit<PasswordReset, 'expiresAt'>,
  ): Promise<Date> {
    await tx.query('delete from password_resets where user_id = $1', [userId]);
    const [row] = await tx.query<{ expires_at: Date }[]>(
      `insert into password_resets (secret_hash, user_id, workspace_id, made_by, role, expires_at)
       values ($1, $2, $3, $4, $5, now() + $6 * interval '1 hour') returning expires_at`,
      [secretHash, userId, workspaceId, madeBy, role, RESET_HOURS],
    );
    if (row === undefined) throw new Error('the link was not written');
    return row.expires_at;
  }

  async find(tx: EntityManager, secretHash: string): Promise<PasswordReset | null> {
    const [row] = await tx.query<PasswordReset[]>(
      `select ${COLUMNS} from password_resets where secret_hash = $1 and expires_at > now()`,
      [secretHash],
    );
    return row ?? null;
  }

  /** The first who takes it has it. */
  async take(tx: EntityManager, secretHash: string): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(
      'delete from password_resets where secret_hash = $1 and expires_at > now() returning 1',
      [secretHash],
    );
    return rows.length > 0;
  }
}
