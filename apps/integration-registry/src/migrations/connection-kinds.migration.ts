import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How a server is authorized and spoken to. A server that waits for its first authorization was never verified, so that
 * what only discovery knows may be missing.
 */
export class ConnectionKinds1700000002000 implements MigrationInterface {
  readonly name = 'ConnectionKinds1700000002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  /** Servers that were never verified are removed: the version before does not know them. */
  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

const TABLES = ['integrations', 'integration_headers', 'discovery_attempts'];

const UP = [
  `alter table integrations add column auth text not null default 'none', add column wire_transport text,
     alter column era drop not null, alter column protocol_version drop not null, alter column verified_at drop not null`,
  // The owner is under row-level security too while it is forced, and would see no row.
  'alter table integrations no force row level security',
  `update integrations set wire_transport = 'streamable-http', auth = case when headers_version > 0 then 'headers' else 'none' end`,
  'alter table integrations force row level security',
  `alter table discovery_attempts add column trigger text not null default 'verify'`,
];

const DOWN = [
  'alter table discovery_attempts drop column trigger',
  ...TABLES.map((table) => `alter table ${table} no force row level security`),
  `delete from discovery_attempts where integration_id in (select id from integrations where verified_at is null)`,
  `delete from integration_headers where integration_id in (select id from integrations where verified_at is null)`,
  'delete from integrations where verified_at is null',
  ...TABLES.map((table) => `alter table ${table} force row level security`),
  `alter table integrations drop column auth, drop column wire_transport,
     alter column era set not null, alter column protocol_version set not null, alter column verified_at set not null`,
];
