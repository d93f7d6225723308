import pg from 'pg';
import type { EntityManager } from 'typeorm';
import { QueryFailedError } from './query-failed-error.js';
import type { TransactionPool, Work } from './transaction-pool.js';

/** What runs statements: a pool for a statement alone, a connection within a transaction. */
type Runner = Pick<pg.ClientBase, 'query'>;

/** Transactions for a service without entities, on pg alone: their `tx` has `query`, and nothing of an entity manager's rest. */
export class PlainPool implements TransactionPool {
  private readonly pool: pg.Pool;

  constructor(config: pg.PoolConfig) {
    this.pool = new pg.Pool(config);
    // An idle connection that breaks has left the pool by then; the next transaction opens another, or fails and says why.
    this.pool.on('error', () => undefined);
  }

  query<T>(text: string, values?: unknown[]): Promise<T> {
    return runQuery<T>(this.pool, text, values);
  }

  transaction<T>(work: Work<T>): Promise<T>;
  transaction<T>(isolation: 'REPEATABLE READ', work: Work<T>): Promise<T>;
  async transaction<T>(first: 'REPEATABLE READ' | Work<T>, second?: Work<T>): Promise<T> {
    if (typeof first === 'function') return this.run('START TRANSACTION', first);
    if (second === undefined) throw new TypeError('a transaction needs its work');
    return this.run(`START TRANSACTION ISOLATION LEVEL ${first}`, second);
  }

  async destroy(): Promise<void> {
    await this.pool.end();
  }

  private async run<T>(start: string, work: Work<T>): Promise<T> {
    const connection = await this.pool.connect();
    // A connection that breaks says so here too, and without a listener it would end the process.
    const ignore = (): void => undefined;
    connection.on('error', ignore);
    let isClean = false;
    const lent = lend(connection);
    try {
      await runQuery(connection, start);
      const result = await work(toEntityManager(lent.runner));
      await runQuery(connection, 'COMMIT');
      isClean = true;
      return result;
    } catch (error) {
      isClean = await rollBack(connection);
      throw error;
    } finally {
      lent.takeBack();
      connection.off('error', ignore);
      // Closed unless its transaction has ended for certain: the next one would find itself within this one.
      connection.release(!isClean);
    }
  }
}

/**
 * A connection for as long as a transaction has it. What work forgot to wait for comes later, when the connection may be in
 * somebody else's transaction, and in that one's workspace.
 */
function lend(connection: Runner): { readonly runner: Runner; readonly takeBack: () => void } {
  let isOver = false;
  const query = (text: string, values?: unknown[]): Promise<pg.QueryResult> =>
    isOver ? Promise.reject(new Error('the transaction is over')) : connection.query(text, values);
  return { runner: { query } as Runner, takeBack: () => (isOver = true) };
}

/** Whether it has rolled back. The work's own error is the one worth telling. */
async function rollBack(connection: Runner): Promise<boolean> {
  return connection.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

/** As much of an entity manager as there is without entities; by the object `queryRunner` transactions are told apart. */
function toEntityManager(connection: Runner): EntityManager {
  const tx = {
    query: <T>(text: string, values?: unknown[]): Promise<T> => runQuery<T>(connection, text, values),
    queryRunner: {},
  };
  return tx as unknown as EntityManager;
}

/** The results of TypeORM's `query`, which every statement of this system is written for. */
async function runQuery<T>(runner: Runner, text: string, values?: unknown[]): Promise<T> {
  try {
    const { command, rows, rowCount } = await runner.query<object>(text, values);
    return (command === 'UPDATE' || command === 'DELETE' ? [rows, rowCount] : rows) as T;
  } catch (error) {
    throw new QueryFailedError(text, values, error instanceof Error ? error : new Error(String(error)));
  }
}
