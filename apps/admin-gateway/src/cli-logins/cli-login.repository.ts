import { Injectable } from '@nestjs/common';
import type { Scope } from '@countersign/contracts';
import type { EntityManager } from 'typeorm';

/** The person has just confirmed, and the command line waits: it comes within a second, a code that is pasted within a minute. */
const CODE_MINUTES = 2;

export interface CliLogin {
  readonly workspaceId: string;
  readonly userId: string;
  readonly userName: string;
  readonly challenge: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly expiresInDays: number | null;
}

/** Logins that a person has confirmed and the command line has not picked up yet. The database's clock ends them. */
@Injectable()
export class CliLoginRepository {
  /** Also sweeps: a row past its end means nothing to anybody, and the next login is soon enough to forget it. */
  async insert(tx: EntityManager, codeHash: string, login: CliLogin): Promise<Date> {
    const { workspaceId, userId, userName, challenge, name, scopes, expiresInDays } = login;
    await tx.query('delete from cli_logins where expires_at < now()');
    const [row] = await tx.query<{ expires_at: Date }[]>(
      `insert into cli_logins (code_hash, workspace_id, user_id, user_name, challenge, name, scopes, days, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9 * interval '1 minute') returning expires_at`,
      [codeHash, workspaceId, userId, userName, challenge, name, scopes, expiresInDays, CODE_MINUTES],
    );
    if (row === undefined) throw new Error('the login was not written');
    return row.expires_at;
  }

  async countOpen(tx: EntityManager, userId: string): Promise<number> {
    const [row] = await tx.query<{ open: string }[]>(
      'select count(*) as open from cli_logins where user_id = $1 and expires_at > now()',
      [userId],
    );
    return Number(row?.open ?? 0);
  }

  /** As the system role, as only the code says in which workspace. Whoever asks first has it, and nobody after them. */
  async take(tx: EntityManager, codeHash: string): Promise<CliLogin | null> {
    // TypeORM answers a `delete … returning` with the rows and their number.
    const [[row]] = await tx.query<[(CliLogin & { readonly isOpen: boolean })[], number]>(
      `delete from cli_logins where code_hash = $1
       returning workspace_id as "workspaceId", user_id as "userId", user_name as "userName", challenge, name, scopes,
         days as "expiresInDays", expires_at > now() as "isOpen"`,
      [codeHash],
    );
    return row?.isOpen ? row : null;
  }
}
