import type pg from 'pg';
import { QueryFailedError, type DataSource } from 'typeorm';
import { STATEMENT_TIMEOUT_MS } from './data-source.js';

/**
 * The database gives a statement up before this. One that has said nothing by then cannot: its host is gone, or the way to
 * it, and without an end on this side whoever waits behind the statement would wait as long as TCP does.
 */
export const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;

/** A statement that a connection parses and plans once, however often it runs. Its text is fixed: a name means one text. */
export interface PreparedStatement {
  /** Unique within the service; at most 63 bytes, or Postgres cuts it. */
  readonly name: string;
  readonly text: string;
}

/**
 * Runs it as a transaction of its own, in one round trip: without `BEGIN` and `COMMIT` a single statement is all or nothing.
 * Past TypeORM, which prepares nothing; a failure is the same `QueryFailedError` as everywhere.
 */
export async function runPrepared<Row extends object>(
  dataSource: DataSource,
  { name, text }: PreparedStatement,
  values: unknown[],
  answerTimeoutMs = ANSWER_TIMEOUT_MS,
): Promise<Row[]> {
  // A field of pg's that its types do not know. The connection is closed with it.
  const query = { name, text, values, query_timeout: answerTimeoutMs };
  const { master } = dataSource.driver as unknown as { readonly master: pg.Pool };
  try {
    return (await master.query<Row>(query)).rows;
  } catch (error) {
    throw new QueryFailedError(text, undefined, error instanceof Error ? error : new Error(String(error)));
  }
}
