import type { Command } from 'commander';
import { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { readCredentials, withoutCredential, writeCredentials } from '../login/credentials.js';
import { toInstallationUrl } from '../login/installation-url.js';
import { printLine, printNote } from '../print.js';
import { loginSettings } from '../settings.js';
import { isJson, show } from './command-context.js';

export function addLogoutCommand(program: Command): void {
  program
    .command('logout')
    .description('revoke the token of a login, and forget it')
    .argument('[address]', 'of the installation (default: the current one)')
    .option('--local', 'only forget it here; the token stays what it is')
    .action(logout);
}

async function logout(address: string | undefined, { local }: { local?: boolean }, command: Command): Promise<void> {
  const credentials = readCredentials(process.env);
  const url = address === undefined ? credentials.current : toInstallationUrl(address);
  const credential = credentials.installations[url ?? ''];
  if (url === null || credential === undefined) {
    throw new CliError(url === null ? 'Nobody is signed in.' : `Nobody is signed in at ${url}.`, EXIT.notFound);
  }
  const isRevoked = local ? false : await revoke(new ApiClient(loginSettings(url, credential)));
  writeCredentials(process.env, withoutCredential(readCredentials(process.env), url));
  show({ json: isJson(command) }, { url, tokenId: credential.tokenId, revoked: isRevoked }, () =>
    printLine(`Signed out at ${url}${isRevoked ? '; the token is revoked' : ''}.`),
  );
}

/** False when the token was none any more. Where nobody answers it is kept: it would go on, with nobody to end it. */
async function revoke(api: ApiClient): Promise<boolean> {
  try {
    await api.answer(api.client.DELETE('/api/v1/auth/token'));
    return true;
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT.refused) {
      printNote('The token was not revoked. Try again, or forget it here alone: countersign logout --local');
      throw error;
    }
    return false;
  }
}
