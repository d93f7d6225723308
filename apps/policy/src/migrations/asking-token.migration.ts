import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The token that asked for a call, or that started its run: when it is revoked, the approval is void. Null: a person's. */
export class AskingToken1700000004000 implements MigrationInterface {
  readonly name = 'AskingToken1700000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table approvals add column token_id text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table approvals drop column token_id');
  }
}
