/** What a browser brings back from an authorization server, in the form that the request to the registry has. */
export interface Callback {
  readonly workspaceId: string;
  readonly state: string;
  readonly code?: string;
  readonly iss?: string;
  readonly error?: string;
}

/** As the contract of `complete` has them; a longer one was not made for us. */
const LENGTHS_MAX = { state: 512, code: 4_096, iss: 2_048, error: 256 } as const;
type Parameter = keyof typeof LENGTHS_MAX;

/** The workspace stands before the secret, because the callback has no other way to know it. */
const STATE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[\w-]+$/;

/** Null for what is no answer to a question of ours. A parameter that comes twice makes it none (RFC 6749, 3.1). */
export function readCallback(query: Readonly<Record<string, unknown>>): Callback | null {
  const found = (Object.keys(LENGTHS_MAX) as Parameter[])
    .filter((name) => query[name] !== undefined)
    .map((name) => [name, query[name]] as const);
  if (!found.every(([name, value]) => isParameter(name, value))) return null;
  const { state, code, iss, error } = Object.fromEntries(found) as Partial<Record<Parameter, string>>;
  const [, workspaceId] = STATE.exec(state ?? '') ?? [];
  if (state === undefined || workspaceId === undefined || (code === undefined) === (error === undefined)) return null;
  return {
    workspaceId,
    state,
    ...(code !== undefined && { code }),
    ...(iss !== undefined && { iss }),
    ...(error !== undefined && { error }),
  };
}

function isParameter(name: Parameter, value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= LENGTHS_MAX[name];
}
