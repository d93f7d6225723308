import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose run a call is of. Null: an external client's, which costs the index nothing. */
export class CallingAgent1700000010000 implements MigrationInterface {
  readonly name = 'CallingAgent1700000010000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table calls add column agent_id uuid');
    await queryRunner.query(
      'create index calls_of_agent on calls (workspace_id, agent_id, id desc) where agent_id is not null',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table calls drop column agent_id');
  }
}
