import type { Scope } from '../../session/session.js';

/** What a command line asks for, in the address that it opens. */
export interface CliLogin {
  readonly challenge: string;
  readonly name: string;
  /** Undefined: everything but deciding. */
  readonly scopes: readonly string[] | undefined;
  /** Where it listens on this machine; null where it listens nowhere, and the person brings the code. */
  readonly wayBack: { readonly port: number; readonly state: string } | null;
}

const CHALLENGE = /^[\w-]{43}$/;
const STATE = /^[\w-]{1,128}$/;
/** Below, only the system's own services listen. */
const PORT_MIN = 1_024;
const PORT_MAX = 65_535;
/** As a token's. */
const NAME_LENGTH_MAX = 255;
/** Ticked by a person or not at all, whatever the address asks for. */
const DECIDING: ReadonlySet<string> = new Set<Scope>(['approval:decide', 'approval:edit']);

/** Null for an address that no command line of ours made. */
export function readCliLogin(search: Readonly<Record<string, unknown>>): CliLogin | null {
  const { challenge, name, scopes, port, state } = search;
  if (typeof challenge !== 'string' || !CHALLENGE.test(challenge)) return null;
  const wayBack = port === undefined ? null : readWayBack(Number(port), textOf(state));
  if (wayBack === undefined) return null;
  const shownName = (textOf(name) || 'countersign').slice(0, NAME_LENGTH_MAX);
  return { challenge, name: shownName, scopes: typeof scopes === 'string' ? scopes.split(',') : undefined, wayBack };
}

function readWayBack(port: number, state: string): CliLogin['wayBack'] | undefined {
  const isPort = Number.isInteger(port) && port >= PORT_MIN && port <= PORT_MAX;
  return isPort && STATE.test(state) ? { port, state } : undefined;
}

/** An address that is read as JSON has numbers where all characters are digits. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What is ticked before the person has looked. */
export function proposedScopes({ scopes }: CliLogin, held: readonly Scope[]): Scope[] {
  return held.filter((scope) => !DECIDING.has(scope) && (scopes === undefined || scopes.includes(scope)));
}

export function wantsToDecide({ scopes = [] }: CliLogin): boolean {
  return scopes.some((scope) => DECIDING.has(scope));
}

/** This machine and no other, whatever the address says. */
export function toCallback(
  wayBack: NonNullable<CliLogin['wayBack']>,
  answer: { code: string } | { error: string },
): string {
  const url = new URL('http://127.0.0.1/callback');
  url.port = String(wayBack.port);
  url.search = new URLSearchParams({ ...answer, state: wayBack.state }).toString();
  return url.href;
}
