import type { Schemas } from '@countersign/api-client';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';

type IntegrationView = Schemas['IntegrationView'];
/** Whether calls are sent to a server, as one replica of the router sees it. */
type Circuit = Omit<Schemas['CircuitView'], 'integrationId'>;

/** `null`: the router could not be asked, which says nothing about the server. */
export type ServerWithCircuit = IntegrationView & { readonly circuit: Circuit | null };

const WELL: Circuit = { state: 'closed', failures: 0, reason: null, retryAt: null };

export async function withCircuits(
  api: ApiClient,
  servers: readonly IntegrationView[],
): Promise<readonly ServerWithCircuit[]> {
  const failing = await findCircuits(api);
  return servers.map((server) => ({
    ...server,
    circuit: failing && (failing.find(({ integrationId }) => integrationId === server.id) ?? WELL),
  }));
}

export async function withCircuit(api: ApiClient, server: IntegrationView): Promise<ServerWithCircuit> {
  const [found] = await withCircuits(api, [server]);
  return found ?? { ...server, circuit: null };
}

/** Null while calls are sent as ever. */
export function describeTrouble({ circuit }: ServerWithCircuit): string | null {
  if (circuit === null || circuit.state === 'closed') return null;
  const until = circuit.state === 'open' ? `no calls until ${circuit.retryAt ?? 'later'}` : 'one call tries it';
  return `${until}: ${circuit.reason ?? 'unknown'}`;
}

export function describeCircuit(server: ServerWithCircuit): string {
  const { circuit } = server;
  if (circuit === null) return 'not known: the router does not answer';
  const failures = `${circuit.failures} failures in a row`;
  const trouble = describeTrouble(server);
  if (trouble !== null) return `${trouble} (${failures}, as one replica of the router sees it)`;
  return circuit.failures > 0 ? `are sent, after ${failures}: ${circuit.reason ?? 'unknown'}` : 'are sent';
}

/** What else there is to say of servers does not depend on the router. */
async function findCircuits(api: ApiClient): Promise<Schemas['UpstreamHealthView'][] | null> {
  try {
    return (await api.answer(api.client.GET(`${WORKSPACE}/mcp-integrations/circuits`, { params: api.at() }))).items;
  } catch (error) {
    if (error instanceof CliError && error.exitCode !== EXIT.refused) return null;
    throw error;
  }
}
