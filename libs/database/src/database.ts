import { InvalidWorkspaceError } from './database.errors.js';
import { hasOutboxRows } from './outbox.js';
import { concealValues } from './conceal-values.js';
import type { PreparedStatement, PreparedStatements } from './prepared-statement.js';
import type { TransactionPool, Work } from './transaction-pool.js';
import { retryTransaction } from './transaction-retry.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The only way to a connection. Every function runs in one transaction and is **run again as a whole** after a
 * serialization failure or a deadlock, so it must not have effects outside of `tx`.
 */
export class Database {
  private readonly outboxListeners = new Set<() => void>();

  constructor(
    private readonly app: TransactionPool,
    private readonly systemPool: TransactionPool,
    private readonly statements: PreparedStatements,
  ) {}

  /** Work of one workspace, as the app role: row-level security shows it the rows of that workspace alone. */
  async transaction<T>(workspaceId: string, work: Work<T>): Promise<T> {
    assertWorkspace(workspaceId);
    return this.run(this.app, async (tx) => {
      await tx.query(`select set_config('app.workspace_id', $1, true)`, [workspaceId]);
      return work(tx);
    });
  }

  /** Like `transaction`, but writes are refused and all statements see one snapshot. */
  async read<T>(workspaceId: string, work: Work<T>): Promise<T> {
    assertWorkspace(workspaceId);
    return runTransaction(() =>
      this.app.transaction('REPEATABLE READ', async (tx) => {
        await tx.query(
          `select set_config('app.workspace_id', $1, true), set_config('transaction_read_only', 'on', true)`,
          [workspaceId],
        );
        return work(tx);
      }),
    );
  }

  /** Work that crosses workspaces by nature, as the system role: it reaches only the tables granted to it. */
  async system<T>(work: Work<T>): Promise<T> {
    return this.run(this.systemPool, work);
  }

  /**
   * One statement as the system role, committed when it resolves. For the few that run with every call: one round trip,
   * parsed and planned once per connection, by its keys alone. It is run again like any transaction.
   *
   * @param announces whether it writes outbox rows, so that the relay looks for them now
   */
  async systemStatement<Row extends object>(
    statement: PreparedStatement,
    values: unknown[],
    { announces }: { readonly announces: boolean },
  ): Promise<Row[]> {
    const rows = await runTransaction(() => this.statements.run<Row>(statement, values));
    if (announces) this.wakeRelay();
    return rows;
  }

  /** Rejects unless both roles can run a statement; for readiness. */
  async check(): Promise<void> {
    await Promise.all([this.app.query('select 1'), this.systemPool.query('select 1')]);
  }

  /** Calls back after each commit that added outbox rows; returns the way to stop. */
  onOutboxCommit(listener: () => void): () => void {
    this.outboxListeners.add(listener);
    return () => this.outboxListeners.delete(listener);
  }

  async close(): Promise<void> {
    await Promise.all([this.app.destroy(), this.systemPool.destroy(), this.statements.close()]);
  }

  private async run<T>(pool: TransactionPool, work: Work<T>): Promise<T> {
    const { result, announces } = await runTransaction(() =>
      pool.transaction(async (tx) => ({ result: await work(tx), announces: hasOutboxRows(tx) })),
    );
    if (announces) this.wakeRelay();
    return result;
  }

  private wakeRelay(): void {
    for (const listener of this.outboxListeners) listener();
  }
}

async function runTransaction<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await retryTransaction(run);
  } catch (error) {
    concealValues(error);
    throw error;
  }
}

function assertWorkspace(workspaceId: string): void {
  if (!UUID.test(workspaceId)) throw new InvalidWorkspaceError();
}
