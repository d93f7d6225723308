import type { Schemas } from '@countersign/api-client';
import { SCOPES, VERDICTS } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { printLine, printNote, safeLine } from '../print.js';
import { contextOf, readCount, readTurn, show } from './command-context.js';

type TokenBody = Schemas['CreateTokenBody'];

interface CreateOptions {
  readonly kind: TokenBody['kind'];
  readonly scope?: TokenBody['scopes'];
  readonly days?: string;
  readonly server?: string[];
  readonly tool?: string[];
  readonly strictness?: NonNullable<TokenBody['strictness']>;
  readonly hold?: string;
  readonly nameBudget?: string;
  readonly bareNames?: boolean;
}

const MS_PER_SECOND = 1_000;

const NOTES = `
The output is the token alone, and it is never shown again. What narrows a token is for those of MCP clients, scopes for those of
programs; approval:decide is never implied.`;

export function addTokenCreate(tokens: Command): void {
  tokens
    .command('create')
    .description('make a token; it is shown this once')
    .argument('<name>', 'for people: what uses it')
    .addOption(
      new Option('--kind <kind>', 'for a program, or for an MCP client').choices(['api', 'mcp']).default('api'),
    )
    .addOption(new Option('--scope <scopes...>', 'what a program may do, at most what you may').choices(SCOPES))
    .option('--days <n>', 'until it expires (default: 90)')
    .option('--server <slugs...>', 'an MCP client reaches these servers alone')
    .option('--tool <keys...>', 'an MCP client reaches these tools alone: mcp.Jira.issue.get')
    .addOption(new Option('--strictness <verdict>', 'the least that each of its calls gets').choices(VERDICTS))
    .option('--hold <seconds>', 'how long a call that asks is held before it is answered as pending, 0 to 45')
    .option('--name-budget <characters>', 'how long the name of a tool may be, 44 to 128')
    .option('--bare-names', "the server's own names without its slug, for a token of one server")
    .addHelpText('after', NOTES)
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const body = toBody(name, options);
      const context = contextOf(command);
      const { api } = context;
      const created = await api.answer(api.client.POST(`${WORKSPACE}/tokens`, { params: api.at(), body }));
      show(context, created, printCreated);
    });
}

function toBody(name: string, { kind, scope = [], days, server, tool, ...options }: CreateOptions): TokenBody {
  const { strictness, hold, nameBudget, bareNames } = options;
  return {
    name,
    kind,
    scopes: scope,
    ...(days !== undefined && { expiresInDays: readCount('--days', days) }),
    ...(server && { integrations: server }),
    ...(tool && { tools: tool }),
    ...(strictness && { strictness }),
    ...(hold !== undefined && { holdMs: readTurn('--hold', hold) * MS_PER_SECOND }),
    ...(nameBudget !== undefined && { nameBudget: readCount('--name-budget', nameBudget) }),
    ...(bareNames && { bareNames }),
  };
}

/** Nothing but the token goes to the output, so that it can go straight to where it is kept. */
function printCreated({ token, name, expiresAt, id }: Schemas['CreatedTokenView']): void {
  printLine(token);
  printNote(`The token "${safeLine(name)}", shown this once. It is valid until ${expiresAt}; its id is ${id}.`);
}
