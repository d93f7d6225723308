import type { RefusedCredentials, WireTransport } from '@countersign/contracts';

/** How the registry says that an integration is reached, and what became of its credentials. */
export interface TestConnection {
  connectionRevision: number;
  transport: WireTransport;
  timeoutMs: number;
  headers: Record<string, string> | null;
  credentialVersion: number;
  credentialsExpireAt: string | null;
  /** Why nobody gets in until a person has authorized it; null: everybody does. */
  unauthorized: string | null;
  /** What the router said of credentials that a server refused. */
  readonly refusals: RefusedCredentials[];
  /** What the registry does about that; by default it has nothing newer. */
  renew: (refused: RefusedCredentials) => void;
  /** What happens when the registry looks at the server. */
  look: () => void;
}

/** Longer than a busy machine makes any answer wait; what is about a server that is slow sets less. */
const PATIENCE_MS = 20_000;

export function aTestConnection(): TestConnection {
  return {
    connectionRevision: 1,
    transport: 'streamable-http',
    timeoutMs: PATIENCE_MS,
    headers: null,
    credentialVersion: 0,
    credentialsExpireAt: null,
    unauthorized: null,
    refusals: [],
    renew: () => undefined,
    look: () => undefined,
  };
}

/** As after a refresh: a new token and the version after the one before. */
export function refreshTo(connection: TestConnection, token: string): void {
  connection.headers = { Authorization: `Bearer ${token}` };
  connection.credentialVersion += 1;
}
