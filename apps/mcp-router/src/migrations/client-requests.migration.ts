import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which requests of its client a call that waits for a person answers, so that a client can take one back by naming its
 * request, on whichever replica that arrives. Hashes of session and JSON-RPC id; the newest first.
 */
export class ClientRequests1700000004000 implements MigrationInterface {
  readonly name = 'ClientRequests1700000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table calls add column client_requests text[] not null default '{}'`);
    await queryRunner.query(`create index calls_open_of_client on calls (workspace_id, principal_id)
      where run_id is null and verdict = 'ask' and state in ('pending_approval', 'approved', 'dispatching')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index calls_open_of_client');
    await queryRunner.query('alter table calls drop column client_requests');
  }
}
