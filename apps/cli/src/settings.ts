import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError, EXIT } from './cli.errors.js';

/** Where the API is and who asks. Approving has a token of its own: the everyday one must not be able to. */
export interface Settings {
  readonly apiUrl: string;
  readonly token: string;
  readonly approverToken: string;
}

interface DevFile {
  readonly apiUrl: string;
  readonly adminToken: string;
  readonly approverToken: string;
}

/** What a header can carry, and every token is made of: RFC 6750. */
const TOKEN = /^[\w.~+/=-]+$/;

/** `COUNTERSIGN_URL` and `COUNTERSIGN_TOKEN`, or the `.countersign/dev.json` of the nearest installation. */
export function readSettings(env: NodeJS.ProcessEnv, startFolder: string): Settings {
  const { COUNTERSIGN_URL: url, COUNTERSIGN_TOKEN: token } = env;
  if (token && !TOKEN.test(token)) {
    throw new CliError(
      'COUNTERSIGN_TOKEN has a line break, a space or another character that no token has: set it to the token alone.',
      EXIT.usage,
    );
  }
  if (url && !token) {
    throw new CliError('COUNTERSIGN_URL is set without COUNTERSIGN_TOKEN, which belongs to it.', EXIT.usage);
  }
  if (url && token) return { apiUrl: toApiUrl(url), token, approverToken: token };
  const file = findDevFile(env, startFolder);
  if (file === null) {
    throw new CliError(
      'No installation found: run `npm start` here first, or set COUNTERSIGN_URL and COUNTERSIGN_TOKEN.',
      EXIT.usage,
    );
  }
  const dev = readDevFile(file);
  return { apiUrl: dev.apiUrl, token: token || dev.adminToken, approverToken: token || dev.approverToken };
}

function toApiUrl(url: string): string {
  if (/^https?:\/\/./i.test(url) && URL.canParse(url)) return `${url.replace(/\/+$/, '')}/api/v1`;
  throw new CliError(`COUNTERSIGN_URL is "${url}"; it must be the address of an installation.`, EXIT.usage);
}

function readDevFile(file: string): DevFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DevFile;
  } catch (cause) {
    throw new CliError(`The file "${file}" cannot be read: ${String(cause)}`, EXIT.usage, { cause });
  }
}

function findDevFile(env: NodeJS.ProcessEnv, startFolder: string): string | null {
  const home = env['COUNTERSIGN_HOME'];
  const candidates = home
    ? [join(home, 'dev.json')]
    : ancestors(startFolder).map((at) => join(at, '.countersign', 'dev.json'));
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
