import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { RunningSystem } from './running-system.js';

/** Where the supervisor puts PostgreSQL, from the first port. */
const PORT_OFFSET = 32;

/** The installation's database, as its operator reaches it: for what only time brings about, and for what has no API. */
export class OperatorDatabase {
  constructor(private readonly system: RunningSystem) {}

  /** Another person of the workspace, who signs in with the administrator's password. */
  async addPerson(email: string, role: 'approver' | 'viewer'): Promise<void> {
    const { adminEmail, workspaceId } = this.system.dev;
    await this.query(
      `with person as (
         insert into admin_gateway.users (id, email, name, password_hash)
         select gen_random_uuid(), $1, $1, password_hash from admin_gateway.users where email = $2 returning id)
       insert into admin_gateway.members (workspace_id, user_id, role) select $3, id, $4 from person`,
      [email, adminEmail, workspaceId, role],
    );
  }

  /** As if nobody had decided all day. */
  async endTimeOf(approvalId: string): Promise<void> {
    await this.query('update policy.approvals set expires_at = now(), remind_at = null where id = $1', [approvalId]);
  }

  /** As if the pauses between attempts were over. */
  async endPausesOf(webhookId: string): Promise<void> {
    await this.query(
      `update policy.webhook_deliveries set due_at = now()
       where webhook_id = $1 and state = 'pending' and lease_token is null`,
      [webhookId],
    );
  }

  /** Committed, but not on the bus. */
  async unannouncedDecisions(): Promise<number> {
    const rows = await this.query(
      `select 1 from policy.outbox where subject = 'policy.approval.decided.v1' and published_at is null`,
    );
    return rows.length;
  }

  private async query(sql: string, values: readonly string[] = []): Promise<unknown[]> {
    const file = path.join(this.system.home, 'secrets', 'passwords.json');
    const { postgres: password } = JSON.parse(readFileSync(file, 'utf8')) as { postgres: string };
    const port = this.system.portBase + PORT_OFFSET;
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'countersign' });
    await client.connect();
    try {
      return (await client.query<object>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }
}
