import type { Schemas } from '@countersign/api-client';
import { AUTH_KINDS, TRANSPORTS } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { askSecret, isPersonThere, readSecretFile } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';

/** The same in each of their bodies. */
type Connection = Pick<Schemas['UpdateIntegrationBody'], 'transport' | 'timeoutSeconds' | 'auth' | 'headers' | 'oauth'>;

/** What `add`, `update` and `test` have in common: how a server is reached and authorized. */
export interface ConnectionOptions {
  readonly transport?: NonNullable<Connection['transport']>;
  readonly timeout?: string;
  readonly auth?: NonNullable<Connection['auth']>;
  readonly header: readonly string[];
  readonly headerFile?: string;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly scope: readonly string[];
  readonly issuer?: string;
}

export function addConnectionOptions(command: Command): Command {
  return command
    .addOption(new Option('--transport <transport>', 'how it is spoken to').choices(TRANSPORTS))
    .option('--timeout <seconds>', 'of one request, 1 to 300')
    .addOption(new Option('--auth <kind>', 'how it is authorized').choices(AUTH_KINDS))
    .option('--header <header>', 'a static credential, "Name: value"; may be repeated', collect, [])
    .option('--header-file <file>', 'the same, a line each, from a file or - for the standard input')
    .option('--client-id <id>', 'OAuth: of a client that was registered by hand')
    .option('--client-secret-file <file>', 'OAuth: its secret, from a file or - for the standard input')
    .option('--scope <scope>', 'OAuth: ask for this instead of what the server names; may be repeated', collect, [])
    .option('--issuer <url>', 'OAuth: the only authorization server that may be used');
}

/** The members of the body that were given; none stands for itself. */
export async function toConnection(options: ConnectionOptions): Promise<Connection> {
  const { transport, timeout, auth } = options;
  const [headers, oauth] = [await toHeaders(options), await toOAuth(options)];
  return {
    ...(transport && { transport }),
    ...(timeout && { timeoutSeconds: toSeconds(timeout) }),
    ...(auth && { auth }),
    ...(headers.length > 0 && { headers }),
    ...(Object.keys(oauth).length > 0 && { oauth }),
  };
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function toSeconds(timeout: string): number {
  if (/^\d{1,3}$/.test(timeout)) return Number(timeout);
  throw new CliError('--timeout is a number of seconds, 1 to 300.', EXIT.usage);
}

async function toHeaders({ header, headerFile }: ConnectionOptions): Promise<Schemas['StaticHeader'][]> {
  const lines = headerFile === undefined ? [] : (await readSecretFile(headerFile)).split(/\r?\n/);
  return [...header, ...lines.filter((line) => line.trim() !== '')].map(parseHeader);
}

function parseHeader(text: string): Schemas['StaticHeader'] {
  const at = text.indexOf(':');
  if (at < 1) throw new CliError('A header is written "Name: value".', EXIT.usage);
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

async function toOAuth(options: ConnectionOptions): Promise<Schemas['OAuthSettings']> {
  const { clientId, scope, issuer } = options;
  const clientSecret = await readClientSecret(options);
  return {
    ...(clientId && { clientId }),
    ...(clientSecret && { clientSecret }),
    ...(scope.length > 0 && { scopes: [...scope] }),
    ...(issuer && { issuer }),
  };
}

/** A client that acts for itself needs one; where somebody can be asked, they are. */
async function readClientSecret({ auth, clientId, clientSecretFile }: ConnectionOptions): Promise<string | undefined> {
  if (clientSecretFile !== undefined) return readSecretFile(clientSecretFile);
  const isWanted = auth === 'client-credentials' && clientId !== undefined && isPersonThere();
  return isWanted ? askSecret('Client secret (not shown): ') : undefined;
}
