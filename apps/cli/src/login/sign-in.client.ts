import { hostname } from 'node:os';
import { answerOf, createApiClient, type Schemas } from '@countersign/api-client';
import { askLine } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { openBrowser } from '../open-browser.js';
import { printNote } from '../print.js';
import { RefusedError, toCliError } from '../problem-error.js';
import { CallbackListener } from './callback-listener.js';
import type { Credential } from './credentials.js';
import { type LoginSecrets, newLoginSecrets } from './pkce.js';

/** What is left after a network time-out of most proxies. */
const TIMEOUT_MS = 30_000;

export interface SignInOptions {
  /** Of the installation. */
  readonly url: string;
  /** What the token is to be called. */
  readonly name: string;
  /** What the page proposes; everything but deciding when left out. */
  readonly scopes: readonly string[] | undefined;
  readonly opensBrowser: boolean;
  readonly timeoutMs: number;
}

export function defaultTokenName(): string {
  return `countersign on ${hostname()}`;
}

/** The browser of this machine confirms, and comes back by itself. */
export async function signInByBrowser(options: SignInOptions): Promise<Credential> {
  const secrets = newLoginSecrets();
  const listener = await CallbackListener.start(secrets.state);
  try {
    const page = pageOf(options, secrets, { port: String(listener.port), state: secrets.state });
    printNote(`Confirm in your browser:\n${page}\n`);
    if (options.opensBrowser) openBrowser(page);
    return await exchange(options.url, await listener.code(options.timeoutMs), secrets);
  } finally {
    await listener.stop();
  }
}

/** Whatever browser, on whatever machine: the page shows a code, and a person brings it here. */
export async function signInByCode(options: SignInOptions): Promise<Credential> {
  const secrets = newLoginSecrets();
  printNote(`Open this address in any browser, and confirm:\n${pageOf(options, secrets, {})}\n`);
  const code = await askLine('Code: ');
  if (code === '') throw new CliError('There was no code. Begin again: countersign login --device', EXIT.usage);
  return exchange(options.url, code, secrets);
}

function pageOf(options: SignInOptions, { challenge }: LoginSecrets, wayBack: Record<string, string>): string {
  const { url, name, scopes } = options;
  const query = new URLSearchParams({ challenge, ...wayBack, name, ...(scopes && { scopes: scopes.join(',') }) });
  return `${url}/cli-login?${query.toString()}`;
}

async function exchange(url: string, code: string, { verifier }: LoginSecrets): Promise<Credential> {
  const api = createApiClient({ baseUrl: url, client: 'cli', signal: AbortSignal.timeout(TIMEOUT_MS) });
  try {
    return toCredential(await answerOf(api.POST('/api/v1/auth/cli-logins/exchange', { body: { code, verifier } })));
  } catch (error) {
    throw toLoginError(error, url);
  }
}

function toCredential(view: Schemas['CliLoginView']): Credential {
  const { token, id, name, workspaceId, scopes, expiresAt } = view;
  return { token, tokenId: id, name, workspaceId, scopes, expiresAt };
}

/** Whatever of it was refused, it is that of who signs in. */
function toLoginError(error: unknown, url: string): unknown {
  const refusal = toCliError(error, { url });
  return refusal instanceof RefusedError ? new CliError(refusal.message, EXIT.refused, { cause: error }) : refusal;
}
