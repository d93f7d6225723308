import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CliError, EXIT } from '../cli.errors.js';

/** What a login left, for one installation. */
export interface Credential {
  readonly token: string;
  /** To name the token in lists; it is no secret. */
  readonly tokenId: string;
  readonly name: string;
  readonly workspaceId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string;
}

/** Of all installations, by address. */
export interface Credentials {
  /** Which one is meant when nothing says which. */
  readonly current: string | null;
  readonly installations: Readonly<Record<string, Credential>>;
}

const NONE: Credentials = { current: null, installations: {} };
const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
const OTHERS = 0o077;

export function credentialsFile(env: NodeJS.ProcessEnv): string {
  const { XDG_CONFIG_HOME: config, HOME: home } = env;
  return join(config || join(home || homedir(), '.config'), 'countersign', 'credentials.json');
}

/** None where there is no file. What others could read is closed to them first. */
export function readCredentials(env: NodeJS.ProcessEnv): Credentials {
  const file = credentialsFile(env);
  try {
    const text = readFileSync(file, 'utf8');
    if ((statSync(file).mode & OTHERS) !== 0) chmodSync(file, OWNER_ONLY_FILE);
    const { current = null, installations = {} } = JSON.parse(text) as Partial<Credentials>;
    return { current, installations };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return NONE;
    throw new CliError(`The file "${file}" cannot be read: ${String(cause)}`, EXIT.usage, { cause });
  }
}

/** In one step: a reader at the same time sees the old or the new file, and nobody but the owner either. */
export function writeCredentials(env: NodeJS.ProcessEnv, credentials: Credentials): void {
  const file = credentialsFile(env);
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
    writeFileSync(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: OWNER_ONLY_FILE, flag: 'wx' });
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new CliError(`The file "${file}" cannot be written: ${String(cause)}`, EXIT.failed, { cause });
  }
}

/** It becomes the current one. */
export function withCredential(credentials: Credentials, url: string, credential: Credential): Credentials {
  return { current: url, installations: { ...credentials.installations, [url]: credential } };
}

/** Another one does not become the current one by itself: the next command would change something elsewhere. */
export function withoutCredential({ current, installations }: Credentials, url: string): Credentials {
  const left = Object.entries(installations).filter(([known]) => known !== url);
  return { current: current === url ? null : current, installations: Object.fromEntries(left) };
}
