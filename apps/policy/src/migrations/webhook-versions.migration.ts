import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people change of a webhook is counted apart from what its seal is bound to, so that a change can be conditional. */
export class WebhookVersions1700000014000 implements MigrationInterface {
  readonly name = 'WebhookVersions1700000014000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table webhooks add column settings_version integer not null default 1');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table webhooks drop column settings_version');
  }
}
