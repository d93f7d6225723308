import type { AgentView } from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By its name as it is written, or by its id; by id also one that was deleted. Names need not be unique. */
export async function findOneAgent(api: ApiClient, name: string): Promise<AgentView> {
  if (UUID.test(name)) return api.get<AgentView>(`/agents/${name}`);
  const agents = await api.list<AgentView>('/agents');
  const found = agents.filter((agent) => agent.name === name);
  if (found.length === 1 && found[0]) return found[0];
  if (found.length === 0) throw new CliError(`There is no agent "${name}".`, EXIT.notFound);
  const ids = found.map(({ id }) => id).join(', ');
  throw new CliError(`"${name}" names ${found.length} agents; give the id: ${ids}.`, EXIT.usage);
}
