import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `revision` is the gateway's; the highest one of a workspace says how far its changes are known. */
const REVOKED_TOKENS = `
  create table revoked_tokens (
    workspace_id uuid not null,
    token_id text not null,
    revision bigint not null,
    primary key (workspace_id, token_id)
  )`;

/** Whose approvals are void on arrival. */
export class RevokedTokens1700000002000 implements MigrationInterface {
  readonly name = 'RevokedTokens1700000002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(REVOKED_TOKENS);
    await queryRunner.query('create index revoked_tokens_revision on revoked_tokens (workspace_id, revision)');
    const { app, system } = rolesOf('policy');
    const access = { appRole: app, systemRole: system, appMay: ['select', 'insert'], systemMay: [] } as const;
    await enableWorkspaceIsolation(queryRunner, 'revoked_tokens', access);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table revoked_tokens');
  }
}
