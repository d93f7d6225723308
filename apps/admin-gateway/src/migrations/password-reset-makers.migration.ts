import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A link that says neither who made it nor for what role is worth nothing any more. */
export class PasswordResetMakers1700000018000 implements MigrationInterface {
  readonly name = 'PasswordResetMakers1700000018000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('delete from password_resets');
    await queryRunner.query(
      'alter table password_resets add column made_by uuid not null, add column role text not null',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table password_resets drop column made_by, drop column role');
  }
}
