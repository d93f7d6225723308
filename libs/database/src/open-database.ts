import type { ServiceName } from '@countersign/contracts';
import { openPool } from './data-source.js';
import type { Entities } from './data-source.js';
import { Database } from './database.js';
import { rolesOf } from './service-roles.js';

export interface DatabaseOptions {
  readonly service: ServiceName;
  readonly app: { readonly url: string };
  readonly system: { readonly url: string };
  readonly entities: Entities;
  /** Connections of the app role; the system role gets half as many. */
  readonly poolSize?: number;
}

/** One replica is one event loop: more connections than this only queue inside the server instead of here. */
export const POOL_SIZE = 10;

/** Opens both pools of a service. Close it when done. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { schema } = rolesOf(options.service);
  const poolSize = options.poolSize ?? POOL_SIZE;
  const common = { schema, entities: options.entities };
  const app = await openPool({ ...common, url: options.app.url, poolSize, applicationName: options.service });
  const system = await openPool({
    ...common,
    url: options.system.url,
    poolSize: Math.max(2, Math.floor(poolSize / 2)),
    applicationName: `${options.service} system`,
  });
  return new Database(app, system);
}
