import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { system } = rolesOf('admin-gateway');

/** Who somebody was at a provider ends when an account that nobody used any more is taken up by the next of its e-mail. */
export class OidcIdentitiesEnd1700000019000 implements MigrationInterface {
  readonly name = 'OidcIdentitiesEnd1700000019000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`grant delete on oidc_identities to ${system}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke delete on oidc_identities from ${system}`);
  }
}
