import type { Schemas } from '@countersign/api-client';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';

type Agent = Schemas['AgentView'];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By its name as it is written, or by its id; by id also one that was deleted. Names need not be unique. */
export async function findOneAgent(api: ApiClient, name: string): Promise<Agent> {
  if (UUID.test(name)) {
    return api.answer(api.client.GET(`${WORKSPACE}/agents/{agentId}`, { params: api.at({ agentId: name }) }));
  }
  const agents = await listAgents(api);
  const found = agents.filter((agent) => agent.name === name);
  if (found.length === 1 && found[0]) return found[0];
  if (found.length === 0) throw new CliError(`There is no agent "${name}".`, EXIT.notFound);
  const ids = found.map(({ id }) => id).join(', ');
  throw new CliError(`"${name}" names ${found.length} agents; give the id: ${ids}.`, EXIT.usage);
}

export function listAgents(api: ApiClient, archived?: true): Promise<Agent[]> {
  return api.all((page) =>
    api.client.GET(`${WORKSPACE}/agents`, {
      params: { ...api.at(), query: { ...(archived && { archived }), ...page } },
    }),
  );
}
