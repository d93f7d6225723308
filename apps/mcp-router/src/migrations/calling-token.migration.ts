import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which token a call was asked for with: when it is revoked, what has not been sent is void. Null: a person's. */
export class CallingToken1700000002000 implements MigrationInterface {
  readonly name = 'CallingToken1700000002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table calls add column token_id text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table calls drop column token_id');
  }
}
