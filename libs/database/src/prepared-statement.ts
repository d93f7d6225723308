import type pg from 'pg';
import { QueryFailedError, type DataSource } from 'typeorm';

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
): Promise<Row[]> {
  const { master } = dataSource.driver as unknown as { readonly master: pg.Pool };
  try {
    return (await master.query<Row>({ name, text, values })).rows;
  } catch (error) {
    throw new QueryFailedError(text, undefined, error instanceof Error ? error : new Error(String(error)));
  }
}
