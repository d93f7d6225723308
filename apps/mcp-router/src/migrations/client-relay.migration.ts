import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What legacy clients say outside of the request that it is about, and so perhaps to another replica: their answers to what
 * servers asked, sealed, for minutes; and how much their sessions want to hear of what servers log. Keys are hashes of
 * principal, session and question.
 */
export class ClientRelay1700000008000 implements MigrationInterface {
  readonly name = 'ClientRelay1700000008000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create table client_answers (
      key text primary key,
      workspace_id uuid not null,
      answer text not null,
      created_at timestamptz not null default now()
    )`);
    await queryRunner.query('create index client_answers_by_age on client_answers (created_at)');
    await queryRunner.query(`create table session_log_levels (
      key text primary key,
      workspace_id uuid not null,
      level text not null,
      updated_at timestamptz not null default now()
    )`);
    await queryRunner.query('create index session_log_levels_by_age on session_log_levels (updated_at)');
    const { app, system } = rolesOf('mcp-router');
    await enableWorkspaceIsolation(queryRunner, 'client_answers', {
      appRole: app,
      systemRole: system,
      appMay: ['select', 'insert'],
      systemMay: ['select', 'delete'],
    });
    await enableWorkspaceIsolation(queryRunner, 'session_log_levels', {
      appRole: app,
      systemRole: system,
      appMay: ['select', 'insert', 'update'],
      systemMay: ['select', 'delete'],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table session_log_levels');
    await queryRunner.query('drop table client_answers');
  }
}
