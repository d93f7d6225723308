import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A dump of the table opens nothing: the code's hash finds the row, and the verifier is only with the command line. */
const CLI_LOGINS = `
  create table cli_logins (
    code_hash text primary key,
    workspace_id uuid not null,
    user_id uuid not null,
    user_name text not null,
    challenge text not null,
    name text not null,
    scopes text[] not null,
    days integer,
    expires_at timestamptz not null,
    foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade
  )`;

/** What a person has confirmed for a command line that has not picked it up yet. */
export class CliLogins1700000012000 implements MigrationInterface {
  readonly name = 'CliLogins1700000012000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CLI_LOGINS);
    const { app, system } = rolesOf('admin-gateway');
    await enableWorkspaceIsolation(queryRunner, 'cli_logins', {
      appRole: app,
      systemRole: system,
      appMay: ['select', 'insert', 'delete'],
      // Whoever shows a code does not say of which workspace.
      systemMay: ['select', 'delete'],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table cli_logins');
  }
}
