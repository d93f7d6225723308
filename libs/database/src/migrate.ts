import type { MigrationInterface } from 'typeorm';
import { baseMigration } from './base-migration.js';
import { CONNECT_TIMEOUT_MS } from './data-source.js';
import { rolesOf } from './service-roles.js';
import type { ServiceName } from '@countersign/contracts';

export interface MigrateOptions {
  /** Connects as the owner of the schema. */
  readonly ownerUrl: string;
  readonly service: ServiceName;
  /** After the base migration, by the timestamp at the end of their names. */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** Any constant: migrations of one schema are run by one process at a time. */
const MIGRATION_LOCK = 'countersign-migrations';

/** Brings a schema up to date, each migration in its own transaction; returns the names of those that ran. */
export async function migrate({ ownerUrl, service, migrations }: MigrateOptions): Promise<string[]> {
  const roles = rolesOf(service);
  // Only here: who migrates is a process of its own, and a service without entities does without TypeORM.
  const { DataSource } = await import('typeorm');
  const dataSource = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    schema: roles.schema,
    migrations: [baseMigration(roles), ...migrations],
    migrationsTransactionMode: 'each',
    applicationName: `${service} migrations`,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    // Two: one holds the lock while the other migrates.
    poolSize: 2,
    extra: { options: `-c search_path=${roles.schema}` },
  }).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock(hashtextextended($1, 0))', [`${MIGRATION_LOCK} ${roles.schema}`]);
    const executed = await dataSource.runMigrations();
    return executed.map((migration) => migration.name);
  } finally {
    await lock.release();
    await dataSource.destroy();
  }
}
