import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Somebody's own runs, newest first: a person and their tokens are one. */
export class RunsByPerson1700000008000 implements MigrationInterface {
  readonly name = 'RunsByPerson1700000008000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `create index runs_by_person on runs ((coalesce(initiator->>'ownerId', initiator->>'id')), id)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index runs_by_person');
  }
}
