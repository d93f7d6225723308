import type { AgentView } from '@countersign/contracts';
import type { VersionedAgent } from './agent.repository.js';

export function toAgentView({ agent, version }: VersionedAgent): AgentView {
  return {
    id: agent.id,
    workspaceId: agent.workspaceId,
    name: agent.name,
    instructions: version.instructions,
    provider: version.provider,
    model: version.model,
    integrations: version.integrations,
    turnsMax: version.turnsMax,
    version: version.version,
    createdAt: agent.createdAt.toISOString(),
  };
}
