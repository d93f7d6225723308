import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { runNode } from './run-command.js';
import { ROOT, type RunningSystem } from './running-system.js';

/** Where the supervisor puts PostgreSQL, from the first port. */
const PORT_OFFSET = 32;

interface Passwords {
  readonly postgres: string;
  readonly database: { readonly policy: { readonly app: string; readonly system: string } };
}

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

  /** Whether the workspace may ask people at all: the operator's command, with the database of the policy service. */
  async setApprovals(isEntitled: boolean): Promise<void> {
    const { database } = this.passwords;
    const env = {
      ...process.env,
      DATABASE_APP_URL: this.urlOf('policy_app', database.policy.app),
      DATABASE_SYSTEM_URL: this.urlOf('policy_system', database.policy.system),
    };
    const command = path.join(ROOT, 'apps', 'policy', 'dist', 'entitlements.js');
    const change = ['set', this.system.dev.workspaceId, 'agent_approvals', isEntitled ? 'on' : 'off'];
    const { code, stderr } = await runNode(command, change, env);
    if (code !== 0) throw new Error(`the entitlement was not set: ${stderr}`);
  }

  private get passwords(): Passwords {
    const file = path.join(this.system.home, 'secrets', 'passwords.json');
    return JSON.parse(readFileSync(file, 'utf8')) as Passwords;
  }

  private urlOf(user: string, password: string): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.system.portBase + PORT_OFFSET}/countersign`;
  }

  private async query(sql: string, values: readonly string[] = []): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: this.urlOf('postgres', this.passwords.postgres) });
    await client.connect();
    try {
      return (await client.query<object>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }
}
