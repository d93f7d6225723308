import type { Schemas } from '@countersign/api-client';
import { assertNever } from '@countersign/contracts';
import { printFields, printLine, printTable } from '../print.js';
import { describeCircuit, describeTrouble, type ServerWithCircuit } from './server-circuits.js';

type IntegrationView = Schemas['IntegrationView'];
type HealthView = Schemas['HealthView'];
type Field = readonly [string, string];

export function printServers(items: readonly ServerWithCircuit[]): void {
  const rows = items.map((item) => [
    item.slug,
    item.displayName,
    item.serverUrl,
    String(item.toolCount),
    [stateOf(item), describeTrouble(item)].filter((part) => part !== null).join('; '),
  ]);
  printTable(['Slug', 'Name', 'URL', 'Tools', 'State'], rows, 'No servers yet. Add one: countersign servers add <url>');
}

export function printServer(item: IntegrationView): void {
  printFields([
    ['Slug', item.slug],
    ['Name', item.displayName],
    ['URL', item.serverUrl],
    ['Tools', String(item.toolCount)],
    ['Protocol', protocolOf(item)],
    ['State', stateOf(item)],
    ...item.warnings.map(({ message }): Field => ['Warning', message]),
  ]);
  if (item.status === 'awaiting_authorization' || item.status === 'needs_reauthorization') {
    printLine(`Authorize it: countersign servers authorize ${item.slug}`);
  }
}

/** Everything that people may know of it. */
export function printServerDetails(item: ServerWithCircuit): void {
  const { transport, wireTransport } = item;
  printFields([
    ['Slug', item.slug],
    ['Id', item.id],
    ['Name', item.displayName],
    ['Description', item.description],
    ['URL', item.serverUrl],
    ['Transport', transport === 'auto' && wireTransport !== null ? `auto (${wireTransport})` : transport],
    ['Protocol', protocolOf(item)],
    ['Time-out', `${item.timeoutSeconds} s`],
    ['Tools', String(item.toolCount)],
    ['State', stateOf(item)],
    ['Health', healthOf(item.health)],
    ['Calls', describeCircuit(item)],
    ['Watched', watchOf(item.health)],
    ['Verified', item.verifiedAt ?? 'never'],
    ['Auth', item.auth],
    ...item.headers.map(({ name, setAt, setBy }): Field => ['Header', `${name}, set by ${setBy} at ${setAt}`]),
    ...(item.authorization === null ? [] : authorizationFields(item.authorization)),
    ...item.warnings.map(({ message }): Field => ['Warning', message]),
  ]);
}

export function printTestResult(result: Schemas['IntegrationTestResult']): void {
  const { succeeded, durationMs, errorCode, message, authorizationServer } = result;
  printFields([
    ['Result', succeeded ? `works, in ${durationMs} ms` : `failed after ${durationMs} ms`],
    ...(message === null ? [] : [[succeeded ? 'Note' : 'Why', withCode(message, errorCode)] as const]),
    ...(authorizationServer === null ? [] : [['Wants OAuth of', authorizationServer] as const]),
    ...(result.wireTransport === null ? [] : foundFields(result)),
  ]);
}

function withCode(message: string, errorCode: string | null): string {
  return errorCode === null ? message : `${message} (${errorCode})`;
}

function foundFields(result: Schemas['IntegrationTestResult']): Field[] {
  const more = result.toolCount - result.toolNames.length;
  return [
    ['Protocol', `${protocolOf(result)} over ${result.wireTransport}`],
    ['Tools', String(result.toolCount)],
    ...result.toolNames.map((name): Field => ['', name]),
    ...(more > 0 ? [['', `and ${more} more`] as const] : []),
    ...result.warnings.map(({ message }): Field => ['Warning', message]),
  ];
}

function protocolOf({ protocolVersion, era }: Pick<IntegrationView, 'protocolVersion' | 'era'>): string {
  return protocolVersion === null ? 'not known yet' : `${protocolVersion} (${era})`;
}

function healthOf({ state, since, consecutiveFailures }: HealthView): string {
  const failures = consecutiveFailures > 0 ? `, ${consecutiveFailures} failures in a row` : '';
  return `${state}${since === null ? '' : ` since ${since}`}${failures}`;
}

function watchOf({ watch, nextCheckAt }: HealthView): string {
  const next = nextCheckAt === null ? '' : `; next check at ${nextCheckAt}`;
  switch (watch) {
    case 'none':
      return `not yet${next}`;
    case 'polling':
      return `by asking again${next}`;
    case 'list-changed':
    case 'subscription':
      return `by a stream of its own (${watch})${next}`;
    default:
      return assertNever(watch);
  }
}

function authorizationFields(view: Schemas['AuthorizationView']): Field[] {
  const { issuer, clientId, registration, clientSecretSetAt, clientSecretSetBy } = view;
  const secret = clientSecretSetAt && `, secret set by ${clientSecretSetBy ?? 'unknown'} at ${clientSecretSetAt}`;
  return [
    ['Authorized', view.authorizedAt === null ? 'no' : `by ${view.authorizedBy ?? 'unknown'} at ${view.authorizedAt}`],
    ['Issuer', issuer ?? 'not known yet'],
    ['Client', clientId === null ? 'not registered yet' : `${clientId} (${registration ?? 'unknown'})${secret ?? ''}`],
    ['Scopes', `${view.grantedScopes.join(' ') || 'none'}${listOf(', wanted: ', view.scopes)}`],
    ['Token', `${view.accessTokenExpiresAt ?? 'none'}${view.hasRefreshToken ? ', renewed by itself' : ''}`],
    ...(view.missingScopes.length > 0 ? [['Missing scopes', view.missingScopes.join(' ')] as const] : []),
    ...(view.overridesHeader ? [['Note', 'the static Authorization header is not sent'] as const] : []),
    ...(view.problem === null ? [] : [['Problem', view.problem] as const]),
  ];
}

function listOf(title: string, scopes: readonly string[]): string {
  return scopes.length === 0 ? '' : title + scopes.join(' ');
}

function stateOf({ status, lastAttempt, authorization }: IntegrationView): string {
  switch (status) {
    case 'connected':
      return 'connected';
    case 'awaiting_authorization':
      return 'waits for a person to authorize it';
    case 'check_failed':
      return `connected, last check failed: ${lastAttempt?.message ?? lastAttempt?.errorCode ?? 'unknown'}`;
    case 'needs_reauthorization':
      return `needs to be authorized again: ${authorization?.problem ?? 'its authorization ended'}`;
    default:
      return assertNever(status);
  }
}
