import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often people have changed an integration, so that a change can be conditional on what they saw. */
export class SettingsVersions1700000009000 implements MigrationInterface {
  readonly name = 'SettingsVersions1700000009000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table integrations add column settings_version integer not null default 1');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table integrations drop column settings_version');
  }
}
