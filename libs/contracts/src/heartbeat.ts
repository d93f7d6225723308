import type { ServiceName } from './contract.js';
import { Count, Id, NestedList } from './fields.js';

export class WorkspaceRevision {
  @Id() workspaceId!: string;
  @Count() revision!: number;
}

/** Published once a second on core NATS by the owner of an in-memory copy. */
export class Heartbeat {
  @NestedList(() => WorkspaceRevision) workspaces!: WorkspaceRevision[];
}

export interface HeartbeatContract {
  readonly subject: string;
  readonly publisher: ServiceName;
  readonly followers: readonly ServiceName[];
}

export const registryHeartbeat: HeartbeatContract = {
  subject: 'registry.heartbeat.v1',
  publisher: 'integration-registry',
  followers: ['mcp-router', 'policy'],
};
export const policyHeartbeat: HeartbeatContract = {
  subject: 'policy.heartbeat.v1',
  publisher: 'policy',
  followers: ['mcp-router'],
};
export const gatewayHeartbeat: HeartbeatContract = {
  subject: 'gateway.heartbeat.v1',
  publisher: 'admin-gateway',
  followers: ['mcp-router', 'policy'],
};
