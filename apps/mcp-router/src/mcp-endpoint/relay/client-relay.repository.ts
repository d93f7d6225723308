import { Injectable } from '@nestjs/common';
import { Database, type PreparedStatement } from '@countersign/database';
import { CLIENT_ANSWER_KEPT_MS, SESSION_AGE_MS_MAX } from '../../limits.js';

export interface KeptAnswer {
  readonly key: string;
  readonly answer: string;
}

const FIND_ANSWERS: PreparedStatement = {
  name: 'find_client_answers',
  text: 'select key, answer from client_answers where key = any($1::text[])',
};

const MILLISECONDS = `interval '1 millisecond'`;

/** What a legacy client says to one replica and another one has to know. */
@Injectable()
export class ClientRelayRepository {
  constructor(private readonly database: Database) {}

  /** The first answer counts. */
  async keepAnswer(workspaceId: string, { key, answer }: KeptAnswer): Promise<void> {
    const sql = 'insert into client_answers (key, workspace_id, answer) values ($1, $2, $3) on conflict do nothing';
    await this.database.transaction(workspaceId, (tx) => tx.query(sql, [key, workspaceId, answer]));
  }

  /** For everybody who waits in this process, in one statement. */
  async findAnswers(keys: readonly string[]): Promise<readonly KeptAnswer[]> {
    return this.database.systemStatement<KeptAnswer>(FIND_ANSWERS, [keys], { announces: false });
  }

  async keepLogLevel(workspaceId: string, key: string, level: string): Promise<void> {
    const sql = `insert into session_log_levels (key, workspace_id, level) values ($1, $2, $3)
      on conflict (key) do update set level = excluded.level, updated_at = now()`;
    await this.database.transaction(workspaceId, (tx) => tx.query(sql, [key, workspaceId, level]));
  }

  async findLogLevel(workspaceId: string, key: string): Promise<string | undefined> {
    const sql = 'select level from session_log_levels where key = $1';
    const [row] = await this.database.read(workspaceId, (tx) => tx.query<{ level: string }[]>(sql, [key]));
    return row?.level;
  }

  /** Nobody waits for the one any more, and no session is as old as the other. */
  async deleteOld(): Promise<void> {
    await this.database.system(async (tx) => {
      const older = (column: string): string => `${column} < now() - $1 * ${MILLISECONDS}`;
      await tx.query(`delete from client_answers where ${older('created_at')}`, [CLIENT_ANSWER_KEPT_MS]);
      await tx.query(`delete from session_log_levels where ${older('updated_at')}`, [SESSION_AGE_MS_MAX]);
    });
  }
}
