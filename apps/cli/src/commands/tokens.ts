import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, printTable, safeLine } from '../print.js';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { agree } from './agree.js';
import { contextOf, show } from './command-context.js';
import { addTokenCreate } from './token-create.js';

type Token = Schemas['TokenView'];

export function addTokensCommand(program: Command): void {
  const tokens = program.command('tokens').description('tokens of programs and of MCP clients');
  tokens
    .command('list')
    .description('all tokens that are valid, with what they may do')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await listTokens(context.api), printTokens);
    });
  addTokenCreate(tokens);
  addRevoke(tokens);
}

function addRevoke(tokens: Command): void {
  tokens
    .command('revoke')
    .description('end a token at once; whatever uses it stops working')
    .argument('<token>', 'id, or name where no other has it')
    .option('--yes', 'do not ask')
    .action(async (name: string, { yes }: { yes?: boolean }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const token = await findToken(api, name);
      await agree(`Revoke ${safeLine(token.name)} (…${token.hint})?`, yes);
      const params = api.at({ tokenId: token.id });
      await api.answer(api.client.DELETE(`${WORKSPACE}/tokens/{tokenId}`, { params }));
      show(context, { revoked: token.id }, () => printLine(`Revoked ${safeLine(token.name)}.`));
    });
}

function listTokens(api: ApiClient): Promise<Token[]> {
  return api.all((page) => api.client.GET(`${WORKSPACE}/tokens`, { params: { ...api.at(), query: page } }));
}

async function findToken(api: ApiClient, name: string): Promise<Token> {
  const tokens = await listTokens(api);
  const found = tokens.filter((token) => token.id === name || token.name === name);
  if (found.length === 1 && found[0]) return found[0];
  if (found.length === 0) throw new CliError(`There is no token "${name}".`, EXIT.notFound);
  const ids = found.map(({ id, hint }) => `${id} (…${hint})`).join(', ');
  throw new CliError(`"${name}" names ${found.length} tokens; give the id: ${ids}.`, EXIT.usage);
}

function printTokens(tokens: readonly Token[]): void {
  const rows = tokens.map(({ id, name, kind, hint, lastUsedAt, expiresAt, ...token }) => [
    name,
    kind,
    `…${hint}`,
    describeReach(token),
    lastUsedAt ?? 'never',
    expiresAt,
    id,
  ]);
  const none = 'No tokens yet: countersign tokens create <name> --kind mcp';
  printTable(['Name', 'Kind', 'Ends with', 'Reach', 'Last used', 'Expires', 'Id'], rows, none);
}

/** Of a program its scopes, of an MCP client what its calls are narrowed to. */
function describeReach({ scopes, settings }: Pick<Token, 'scopes' | 'settings'>): string {
  const { integrations, tools, strictness, holdMs, nameBudget, bareNames } = settings;
  const parts = [
    ...scopes,
    integrations && `servers: ${integrations.join(' ') || 'none'}`,
    tools && `tools: ${tools.join(' ') || 'none'}`,
    strictness && `at least ${strictness}`,
    holdMs !== undefined && `holds ${holdMs} ms`,
    nameBudget !== undefined && `names up to ${nameBudget}`,
    bareNames && 'bare names',
  ];
  return parts.filter(Boolean).join(', ');
}
