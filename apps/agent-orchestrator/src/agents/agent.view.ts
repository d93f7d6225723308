import type { AgentSettings, AgentVersionView, AgentView } from '@countersign/contracts';
import type { AgentVersionEntity } from './agent.entity.js';
import type { VersionedAgent } from './agent.repository.js';
import type { Settings } from './agent-settings.js';

export function toAgentView({ agent, version }: VersionedAgent): AgentView {
  return {
    id: agent.id,
    workspaceId: agent.workspaceId,
    ...toSettingsView(version),
    version: version.version,
    createdAt: agent.createdAt.toISOString(),
    updatedAt: version.createdAt.toISOString(),
    archivedAt: agent.archivedAt?.toISOString() ?? null,
  };
}

export function toAgentVersionView(version: AgentVersionEntity): AgentVersionView {
  return {
    agentId: version.agentId,
    ...toSettingsView(version),
    version: version.version,
    createdAt: version.createdAt.toISOString(),
    createdBy: version.createdBy,
  };
}

export function settingsOf(version: AgentVersionEntity): Settings {
  const { name, instructions, provider, model, parameters, tools, strictness } = version;
  const { turnsMax, tokensMax, wallSecondsMax, parallelCallsMax } = version;
  return {
    ...{ name, instructions, provider, model, parameters, tools, strictness },
    ...{ turnsMax, tokensMax, wallSecondsMax, parallelCallsMax },
  };
}

/** The slugs of a scope; null: all integrations. */
export function integrationsOf({ tools }: Pick<Settings, 'tools'>): string[] | null {
  return tools && [...new Set(tools.map(({ integration }) => integration))];
}

function toSettingsView(version: AgentVersionEntity): AgentSettings {
  return { ...settingsOf(version), integrations: integrationsOf(version) };
}
