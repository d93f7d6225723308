import type { Command } from 'commander';
import pc from 'picocolors';
import { CliError, EXIT } from '../cli.errors.js';
import {
  type Credential,
  credentialsFile,
  readCredentials,
  withCredential,
  writeCredentials,
} from '../login/credentials.js';
import { isPrivateOnTheWay, toInstallationUrl } from '../login/installation-url.js';
import { defaultTokenName, signInByBrowser, signInByCode } from '../login/sign-in.client.js';
import { printLine, printNote, safeLine } from '../print.js';
import { findInstallationUrl } from '../settings.js';
import { isJson, readCount, show } from './command-context.js';

/** A sign-in with a second factor fits in. */
const WAIT_SECONDS_DEFAULT = '600';

interface LoginOptions {
  readonly device?: boolean;
  readonly name?: string;
  readonly scope?: readonly string[];
  readonly open: boolean;
  readonly allowHttp?: boolean;
  readonly timeout: string;
}

const NOTES = `
What is signed in is a token of yours, as any other: it is listed, it ends, and it can be revoked. The page says what it may do, and
approving is ticked there or not at all. Each installation has its own; the last one signed in at is the current one.`;

export function addLoginCommand(program: Command): void {
  program
    .command('login')
    .description('sign in with a browser')
    .argument('[address]', 'of the installation (default: the current one, or the one of this folder)')
    .option('--device', 'for a machine without a browser: confirm in any, and type the code that it shows')
    .option('--name <name>', 'what the token is called (default: the name of this machine)')
    .option('--scope <scopes...>', 'what the page proposes (default: all of yours but deciding)')
    .option('--no-open', 'print the address only')
    .option('--allow-http', 'also where others on the way can read the token')
    .option('--timeout <seconds>', 'wait at most this long', WAIT_SECONDS_DEFAULT)
    .addHelpText('after', NOTES)
    .action(login);
}

async function login(address: string | undefined, options: LoginOptions, command: Command): Promise<void> {
  const { device, name, scope, open, timeout } = options;
  const url = address === undefined ? findInstallationUrl(process.env, process.cwd()) : toInstallationUrl(address);
  if (url === null) throw new CliError('Say where: countersign login https://countersign.example.com', EXIT.usage);
  if (!isPrivateOnTheWay(url) && !options.allowHttp) {
    throw new CliError(`Others on the way to ${url} can read a token: use https, or --allow-http.`, EXIT.usage);
  }
  const signIn = device ? signInByCode : signInByBrowser;
  const credential = await signIn({
    url,
    name: name ?? defaultTokenName(),
    scopes: scope,
    opensBrowser: open && process.stderr.isTTY,
    timeoutMs: readCount('--timeout', timeout) * 1_000,
  });
  writeCredentials(process.env, withCredential(readCredentials(process.env), url, credential));
  warnOfEnvironment();
  show({ json: isJson(command) }, toShown(url, credential), () => printSignedIn(url, credential));
}

/** All of it but the secret. */
export function toShown(url: string, { tokenId, name, workspaceId, scopes, expiresAt }: Credential) {
  return { url, tokenId, name, workspaceId, scopes, expiresAt };
}

function printSignedIn(url: string, { name, scopes, expiresAt }: Credential): void {
  printLine(`${pc.green('✓')} Signed in at ${url} until ${expiresAt}, with the token "${safeLine(name)}".`);
  printLine(scopes.includes('approval:decide') ? 'It may decide approvals.' : 'It may not decide approvals.');
  printLine(pc.dim(`Kept in ${credentialsFile(process.env)}; countersign logout ends it.`));
}

function warnOfEnvironment(): void {
  const names = ['COUNTERSIGN_URL', 'COUNTERSIGN_TOKEN', 'COUNTERSIGN_HOME'].filter((name) => process.env[name]);
  if (names.length > 0)
    printNote(`${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} set, and wins over logins.`);
}
