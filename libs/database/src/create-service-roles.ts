import type { ServiceName } from '@countersign/contracts';
import pg from 'pg';
import { rolesOf } from './service-roles.js';
import type { ServiceRoles } from './service-roles.js';

export interface ServicePasswords {
  readonly owner: string;
  readonly app: string;
  readonly system: string;
}

export interface CreateServiceRolesOptions {
  readonly database: string;
  readonly service: ServiceName;
  readonly passwords: ServicePasswords;
}

/** How to connect as each of a service's roles. */
export interface ServiceUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly systemUrl: string;
}

/** Every server has it; advisory locks hold within one database, so everybody must take this lock in the same one. */
const MAINTENANCE_DATABASE = 'postgres';
const ROLES_LOCK = 'countersign-roles';

/**
 * Creates what is missing of a service's roles and schema and sets the passwords; it may be repeated and run in parallel.
 * Roles belong to the whole server: two databases on one server share them, and their passwords.
 *
 * @param adminUrl connects as a superuser, or as a role that may create roles and owns the database
 */
export async function createServiceRoles(adminUrl: string, options: CreateServiceRolesOptions): Promise<ServiceUrls> {
  const { database, service, passwords } = options;
  const roles = rolesOf(service);
  await withClient(withDatabase(adminUrl, MAINTENANCE_DATABASE), async (client) => {
    // Held until this connection ends: the schema's own catalogue rows cannot be changed by two at a time either.
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [ROLES_LOCK]);
    await client.query('begin');
    for (const kind of ['owner', 'app', 'system'] as const) {
      await createRole(client, roles[kind], passwords[kind]);
      await client.query(
        `alter role ${quoted(roles[kind])} in database ${quoted(database)} set search_path = ${quoted(roles.schema)}`,
      );
    }
    await admitRoles(client, database, roles);
    await client.query('commit');
    await withClient(withDatabase(adminUrl, database), (inDatabase) => createSchema(inDatabase, roles));
  });
  const urlOf = (kind: keyof ServicePasswords): string =>
    withLogin(withDatabase(adminUrl, database), roles[kind], passwords[kind]);
  return { ownerUrl: urlOf('owner'), appUrl: urlOf('app'), systemUrl: urlOf('system') };
}

/** Neither superuser nor allowed to bypass row-level security: those are the defaults, and a service checks them when it starts. */
async function createRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${quoted(role)} with login noinherit password ${pg.escapeLiteral(password)}`);
}

async function admitRoles(client: pg.Client, database: string, roles: ServiceRoles): Promise<void> {
  const name = quoted(database);
  await client.query(`revoke all on database ${name} from public`);
  await client.query(
    `grant connect on database ${name} to ${quoted(roles.owner)}, ${quoted(roles.app)}, ${quoted(roles.system)}`,
  );
}

async function createSchema(client: pg.Client, roles: ServiceRoles): Promise<void> {
  const schema = quoted(roles.schema);
  const owner = quoted(roles.owner);
  await client.query('revoke create on schema public from public');
  // An administrator that is no superuser must belong to the owner to give it a schema and to grant its use.
  await client.query(`grant ${owner} to current_user`);
  await client.query(`create schema if not exists ${schema} authorization ${owner}`);
  await client.query(`set role ${owner}`);
  await client.query(`grant usage on schema ${schema} to ${quoted(roles.app)}, ${quoted(roles.system)}`);
  await client.query('reset role');
  await client.query(`revoke ${owner} from current_user`);
}

function quoted(identifier: string): string {
  return pg.escapeIdentifier(identifier);
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

function withLogin(databaseUrl: string, role: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  return url.href;
}
