import type { ServiceName } from '@countersign/contracts';
import { assertConfinedRole } from './assert-confined-role.js';
import { openPool } from './data-source.js';
import type { Entities, PoolOptions } from './data-source.js';
import { Database } from './database.js';
import { PreparedStatements } from './prepared-statement.js';
import { rolesOf } from './service-roles.js';
import type { TransactionPool } from './transaction-pool.js';

export interface DatabaseOptions {
  readonly service: ServiceName;
  readonly app: { readonly url: string };
  readonly system: { readonly url: string };
  /** None: statements are all there is, `tx` has `query` alone, and TypeORM is not loaded. */
  readonly entities: Entities;
  /** Connections of the app role; the system role gets half as many. */
  readonly poolSize?: number;
}

/** One replica is one event loop: more connections than this only move the queue into the server. */
export const POOL_SIZE = 10;

/**
 * Opens the pools of a service. Close it when done.
 *
 * @throws UnsafeRoleError when row-level security would not hold for one of the roles
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { service, entities, poolSize = POOL_SIZE } = options;
  const common = { schema: rolesOf(service).schema, entities };
  const app = await openConfinedPool({ ...common, url: options.app.url, poolSize, applicationName: service });
  try {
    const system = await openConfinedPool({
      ...common,
      url: options.system.url,
      poolSize: Math.max(2, Math.floor(poolSize / 2)),
      applicationName: `${service} system`,
    });
    // The role is the one that has just been found confined.
    return new Database(app, system, new PreparedStatements(options.system.url, `${service} statements`));
  } catch (error) {
    await app.destroy();
    throw error;
  }
}

async function openConfinedPool(options: PoolOptions): Promise<TransactionPool> {
  const pool = await openPool(options);
  try {
    await assertConfinedRole(pool, options.schema);
    return pool;
  } catch (error) {
    await pool.destroy();
    throw error;
  }
}
