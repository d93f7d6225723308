import type { ServiceName } from '@countersign/contracts';

/** The schema of a service and the three roles that may touch it. */
export interface ServiceRoles {
  readonly schema: string;
  /** Owns the schema and runs its migrations; no running service connects as it. */
  readonly owner: string;
  /** Everyday work: under row-level security by workspace. */
  readonly app: string;
  /** Work that crosses workspaces by nature: only the tables that grant it something. */
  readonly system: string;
}

/**
 * | service       | schema        | owner               | app               | system               |
 * |---------------|---------------|---------------------|-------------------|----------------------|
 * | `mcp-router`  | `mcp_router`  | `mcp_router_owner`  | `mcp_router_app`  | `mcp_router_system`  |
 */
export function rolesOf(service: ServiceName): ServiceRoles {
  const schema = service.replaceAll('-', '_');
  return { schema, owner: `${schema}_owner`, app: `${schema}_app`, system: `${schema}_system` };
}
