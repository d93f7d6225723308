import { PlainPool } from './plain-pool.js';
import type { TransactionPool } from './transaction-pool.js';

export type Entities = readonly (new () => object)[];

export interface PoolOptions {
  readonly url: string;
  readonly schema: string;
  readonly entities: Entities;
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
}

/** A statement of this system touches a few rows by key; one that runs longer is stuck or wrong. */
export const STATEMENT_TIMEOUT_MS = 10_000;
/**
 * The database gives a statement up before this. One that has said nothing by then cannot: its host is gone, or the way to
 * it, and without an end on this side whoever waits behind the statement would wait as long as TCP does.
 */
export const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;
/** Shorter than a bus request waits, so that the caller learns of the contention instead of timing out. */
export const LOCK_TIMEOUT_MS = 3_000;
/** No transaction waits for anything but the database; an idle one lost its owner. */
export const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;
/** A server that does not accept within this is down. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** Opens one pool. The schema of raw SQL comes from the role's search_path, that of entities from the option. */
export async function openPool(options: PoolOptions): Promise<TransactionPool> {
  const timeouts = {
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  };
  if (options.entities.length > 0) return openEntityPool(options, timeouts);
  return new PlainPool({
    connectionString: options.url,
    max: options.poolSize,
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    ...timeouts,
  });
}

/** TypeORM is loaded where there are entities, and nowhere else: see `query-failed-error.ts`. */
async function openEntityPool(options: PoolOptions, timeouts: object): Promise<TransactionPool> {
  const { DataSource } = await import('typeorm');
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    entities: [...options.entities],
    poolSize: options.poolSize,
    applicationName: options.applicationName,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    synchronize: false,
    migrationsRun: false,
    extra: timeouts,
  });
  return dataSource.initialize();
}
