import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Besides tokens, the people who were removed (`user:<id>`); who is a member again stays here, as not revoked. */
export class RemovedMembers1700000013000 implements MigrationInterface {
  readonly name = 'RemovedMembers1700000013000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table revoked_tokens add column revoked boolean not null default true');
    await queryRunner.query(`grant update (revision, revoked) on revoked_tokens to ${rolesOf('policy').app}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke update (revision, revoked) on revoked_tokens from ${rolesOf('policy').app}`);
    await queryRunner.query('alter table revoked_tokens drop column revoked');
  }
}
