import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which replica asks a server at the moment. */
export class VerificationLeases1700000003000 implements MigrationInterface {
  readonly name = 'VerificationLeases1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(VERIFICATION_LEASES);
    const { app, system } = rolesOf('integration-registry');
    const appMay = ['select', 'insert', 'update'] as const;
    await enableWorkspaceIsolation(queryRunner, 'verification_leases', { appRole: app, systemRole: system, appMay });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table verification_leases');
  }
}

/**
 * One row for each integration that was ever verified, of its last verification. It runs until `ended_at`, or, where its
 * holder died, until `expires_at`. `negotiated_at` is when the server was last asked for its protocol's era.
 */
const VERIFICATION_LEASES = `
  create table verification_leases (
    integration_id uuid primary key,
    workspace_id uuid not null,
    holder uuid not null,
    started_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    negotiated_at timestamptz not null,
    foreign key (workspace_id, integration_id) references integrations (workspace_id, id)
  )`;
