import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { system } = rolesOf('admin-gateway');

const STATEMENTS: readonly string[] = [
  // Who somebody is at a provider: its subject, and never an e-mail, which can come to belong to somebody else.
  `create table oidc_identities (
     issuer text not null,
     subject text not null,
     user_id uuid not null references users (id),
     created_at timestamptz not null default now(),
     primary key (issuer, subject)
   )`,
  'create index oidc_identities_by_user on oidc_identities (user_id)',
  // State, nonce and verifier are derived from the browser's cookie and stand nowhere.
  `create table oidc_logins (
     state_hash text primary key,
     return_to text not null,
     invitation_id uuid,
     expires_at timestamptz not null
   )`,
  'create index oidc_logins_by_end on oidc_logins (expires_at)',
  `grant select, insert on oidc_identities to ${system}`,
  `grant select, insert, delete on oidc_logins to ${system}`,
];

export class Oidc1700000016000 implements MigrationInterface {
  readonly name = 'Oidc1700000016000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table oidc_logins');
    await queryRunner.query('drop table oidc_identities');
  }
}
