import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The trace that a call belongs to by its client's word; it is sent when a person has decided, by whichever replica. */
export class TraceContext1700000009000 implements MigrationInterface {
  readonly name = 'TraceContext1700000009000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table calls add column traceparent text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table calls drop column traceparent');
  }
}
