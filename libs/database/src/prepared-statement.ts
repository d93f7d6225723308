import pg from 'pg';
import { QueryFailedError } from './query-failed-error.js';
import {
  ANSWER_TIMEOUT_MS,
  CONNECT_TIMEOUT_MS,
  IDLE_IN_TRANSACTION_TIMEOUT_MS,
  LOCK_TIMEOUT_MS,
  STATEMENT_TIMEOUT_MS,
} from './data-source.js';

/**
 * Each kind of statement has one under way at most, and there are a few kinds: two that write, and looks of once a second.
 * Few connections are warm ones.
 */
const CONNECTIONS_MAX = 4;

/**
 * A prepared statement keeps the plan of its first minute, and in its first minute an installation's tables are empty: then
 * reading a whole table is the cheapest plan, and it stays the plan while the table grows, until autovacuum has come by. The
 * same goes for joins by hash, for which a side is read as a whole. A statement here finds a few rows by key however large
 * its tables are, so nothing else is ever the right plan, whatever the statistics say; and none is long enough to compile.
 */
export const PLANS_BY_KEY = [
  'enable_seqscan=off',
  'enable_bitmapscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'jit=off',
  'plan_cache_mode=force_generic_plan',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** A statement that a connection parses and plans once, however often it runs. Its text is fixed: a name means one text. */
export interface PreparedStatement {
  /** Unique within the service; at most 63 bytes, or Postgres cuts it. */
  readonly name: string;
  readonly text: string;
}

/** The connections of prepared statements, beside those of transactions. The first is opened when the first statement comes. */
export class PreparedStatements {
  private readonly pool: pg.Pool;

  constructor(url: string, applicationName: string, connectionsMax = CONNECTIONS_MAX) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: connectionsMax,
      application_name: applicationName,
      options: PLANS_BY_KEY,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    });
    // An idle connection that breaks has left the pool by then; the next statement opens another, or fails and says why.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs one as a transaction of its own, in one round trip: without `BEGIN` and `COMMIT` a single statement is all or
   * nothing. Past TypeORM, which prepares nothing; a failure is the same `QueryFailedError` as everywhere.
   */
  async run<Row extends object>(
    { name, text }: PreparedStatement,
    values: unknown[],
    answerTimeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<Row[]> {
    // A field of pg's that its types do not know. The connection is closed with it.
    const query = { name, text, values, query_timeout: answerTimeoutMs };
    try {
      return (await this.pool.query<Row>(query)).rows;
    } catch (error) {
      throw new QueryFailedError(text, undefined, error instanceof Error ? error : new Error(String(error)));
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
