import type { EntityManager } from 'typeorm';

export type Work<T> = (tx: EntityManager) => Promise<T>;

/** What `Database` needs of the connections of one role. TypeORM's `DataSource` is one; `PlainPool` is the other. */
export interface TransactionPool {
  /** Rows; of an UPDATE or DELETE rows and their number. @throws QueryFailedError */
  query<T>(text: string, values?: unknown[]): Promise<T>;
  transaction<T>(work: Work<T>): Promise<T>;
  transaction<T>(isolation: 'REPEATABLE READ', work: Work<T>): Promise<T>;
  destroy(): Promise<void>;
}
