import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError, EXIT } from './cli.errors.js';
import { type Credential, type Credentials, readCredentials } from './login/credentials.js';
import { toInstallationUrl } from './login/installation-url.js';

/** Where the API is and who asks. In development, approving has a token of its own: the everyday one must not be able to. */
export interface Settings {
  /** Where people open it. */
  readonly url: string;
  readonly apiUrl: string;
  /** Its id, or `default`. */
  readonly workspaceId: string;
  readonly token: string;
  readonly approverToken: string;
  readonly source: 'environment' | 'login' | 'development';
}

interface DevFile {
  readonly apiUrl: string;
  readonly adminToken: string;
  readonly approverToken: string;
}

/** What a header can carry, and every token is made of: RFC 6750. */
const TOKEN = /^[\w.~+/=-]+$/;
const DEFAULT_WORKSPACE = 'default';
const API_PATH = '/api/v1';

/**
 * | what is there                               | who asks, and where                                       |
 * |---------------------------------------------|-----------------------------------------------------------|
 * | `COUNTERSIGN_URL` and `COUNTERSIGN_TOKEN`   | these                                                     |
 * | `COUNTERSIGN_URL`                           | as signed in there                                        |
 * | `COUNTERSIGN_HOME`                          | the installation that is kept there, for development      |
 * | a login                                     | as signed in at the current installation                  |
 * | `.countersign/dev.json` here or above       | that installation, for development                        |
 *
 * `COUNTERSIGN_TOKEN` replaces the token of any of them, `COUNTERSIGN_WORKSPACE` the workspace.
 *
 * @throws CliError where there is none of it
 */
export function readSettings(env: NodeJS.ProcessEnv, startFolder: string): Settings {
  const { COUNTERSIGN_TOKEN: token, COUNTERSIGN_WORKSPACE: workspaceId } = env;
  if (token && !TOKEN.test(token)) {
    throw new CliError(
      'COUNTERSIGN_TOKEN has a line break, a space or another character that no token has: set it to the token alone.',
      EXIT.usage,
    );
  }
  const found = findSettings(env, startFolder);
  if (found === null) {
    throw new CliError(
      'No installation found: sign in with `countersign login <address>`, run `npm start` here first, or set COUNTERSIGN_URL and COUNTERSIGN_TOKEN.',
      EXIT.usage,
    );
  }
  return { ...found, ...(token && { token, approverToken: token }), ...(workspaceId && { workspaceId }) };
}

function findSettings(env: NodeJS.ProcessEnv, startFolder: string): Settings | null {
  const { COUNTERSIGN_URL: url, COUNTERSIGN_TOKEN: token, COUNTERSIGN_HOME: home } = env;
  if (url) return settingsOfUrl(toInstallationUrl(url, 'COUNTERSIGN_URL'), env, token);
  if (!home) {
    const { current, installations } = readCredentials(env);
    const credential = installations[current ?? ''];
    if (current !== null && credential !== undefined) return loginSettings(current, credential);
  }
  const file = findDevFile(home, startFolder);
  return file === null ? null : readDevFile(file);
}

function settingsOfUrl(url: string, env: NodeJS.ProcessEnv, token: string | undefined): Settings {
  if (token) {
    const tokens = { token, approverToken: token };
    return { url, apiUrl: url + API_PATH, workspaceId: DEFAULT_WORKSPACE, ...tokens, source: 'environment' };
  }
  const credential = readCredentials(env).installations[url];
  if (credential !== undefined) return loginSettings(url, credential);
  throw new CliError(
    `COUNTERSIGN_URL is set without COUNTERSIGN_TOKEN, which belongs to it, and nobody is signed in there: countersign login ${url}`,
    EXIT.usage,
  );
}

/** One token for everything: whether it may decide was chosen when it was made. */
export function loginSettings(url: string, { token, workspaceId }: Credential): Settings {
  return { url, apiUrl: url + API_PATH, workspaceId, token, approverToken: token, source: 'login' };
}

/** Where a login goes that does not say where. */
export function findInstallationUrl(env: NodeJS.ProcessEnv, startFolder: string): string | null {
  const { COUNTERSIGN_URL: url, COUNTERSIGN_HOME: home } = env;
  if (url) return toInstallationUrl(url, 'COUNTERSIGN_URL');
  const { current }: Credentials = readCredentials(env);
  if (current !== null) return current;
  const file = findDevFile(home, startFolder);
  return file === null ? null : readDevFile(file).url;
}

function readDevFile(file: string): Settings {
  const { apiUrl, adminToken, approverToken } = parseDevFile(file);
  const url = apiUrl.slice(0, -API_PATH.length);
  return { url, apiUrl, workspaceId: DEFAULT_WORKSPACE, token: adminToken, approverToken, source: 'development' };
}

function parseDevFile(file: string): DevFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DevFile;
  } catch (cause) {
    throw new CliError(`The file "${file}" cannot be read: ${String(cause)}`, EXIT.usage, { cause });
  }
}

function findDevFile(home: string | undefined, startFolder: string): string | null {
  const candidates = home
    ? [join(home, 'dev.json')]
    : ancestors(startFolder).map((at) => join(at, '.countersign', 'dev.json'));
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
