import pg from 'pg';
import type { ServiceName } from '@countersign/contracts';
import { rolesOf } from './service-roles.js';

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

export async function createServiceRoles(adminUrl: string, options: CreateServiceRolesOptions): Promise<ServiceUrls> {
  const roles = rolesOf(options.service);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.end();
  return {
    ownerUrl: urlAs(adminUrl, options.database, roles.owner, options.passwords.owner),
    appUrl: urlAs(adminUrl, options.database, roles.app, options.passwords.app),
    systemUrl: urlAs(adminUrl, options.database, roles.system, options.passwords.system),
  };
}

function urlAs(adminUrl: string, database: string, role: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
