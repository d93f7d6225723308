import type { MigrationInterface } from 'typeorm';
import { createServiceRoles } from './create-service-roles.js';
import type { CreateServiceRolesOptions, ServiceUrls } from './create-service-roles.js';
import { migrate } from './migrate.js';

export interface ProvisionServiceOptions extends CreateServiceRolesOptions {
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** Roles, schema and tables of one service, where one party may do both steps: in development and in tests. */
export async function provisionService(adminUrl: string, options: ProvisionServiceOptions): Promise<ServiceUrls> {
  const urls = await createServiceRoles(adminUrl, options);
  await migrate({ ownerUrl: urls.ownerUrl, service: options.service, migrations: options.migrations });
  return urls;
}
