import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { system } = rolesOf('admin-gateway');

const STATEMENTS: readonly string[] = [
  // Somebody who signs in at a provider has none.
  'alter table users alter column password_hash drop not null',
  `alter table sessions
     add column id uuid not null default gen_random_uuid() unique,
     add column last_seen_at timestamptz not null default now(),
     add column user_agent text not null default ''`,
  'create index sessions_by_user on sessions (user_id)',
  // The link's secret is nowhere: a dump of the table sets nobody's password.
  `create table password_resets (
     secret_hash text primary key,
     user_id uuid not null unique references users (id),
     workspace_id uuid not null references workspaces (id),
     expires_at timestamptz not null
   )`,
];

const GRANTS: readonly string[] = [
  `update (name, password_hash) on users to ${system}`,
  `update (last_seen_at) on sessions to ${system}`,
  `select, insert, delete on password_resets to ${system}`,
];

/** People change their own passwords, see their own sessions, and get a link when they forgot. */
export class People1700000014000 implements MigrationInterface {
  readonly name = 'People1700000014000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
    for (const grant of GRANTS) await queryRunner.query(`grant ${grant}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke update (name, password_hash) on users from ${system}`);
    await queryRunner.query('drop table password_resets');
    await queryRunner.query('drop index sessions_by_user');
    for (const column of ['id', 'last_seen_at', 'user_agent']) {
      await queryRunner.query(`alter table sessions drop column ${column}`);
    }
    await queryRunner.query('alter table users alter column password_hash set not null');
  }
}
