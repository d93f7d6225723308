import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import pc from 'picocolors';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { confirm, isPersonThere } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printFields, printLine, safeLine } from '../print.js';
import { contextOf, show } from './command-context.js';
import { describeDifferences } from './describe-difference.js';
import { findServer } from './find-server.js';
import { quoted } from './quote-for-shell.js';
import { listTools, printTools } from './tool-list.js';

type ToolReview = Schemas['ToolReview'];

const TOOLS = `${WORKSPACE}/mcp-integrations/{integrationId}/tools` as const;

interface PruneOptions {
  readonly name?: string[];
  readonly yes?: boolean;
}

/** What became of tools, and what people make of it. */
export function addToolReview(tools: Command): void {
  addReview(tools);
  addAcknowledge(tools);
  addPrune(tools);
}

function addReview(tools: Command): void {
  tools
    .command('review')
    .description('how a tool differs from what was acknowledged last, and how to acknowledge it')
    .argument('<server>', 'slug or id')
    .argument('<tool>', 'its name exactly as the server spells it')
    .action(async (name: string, tool: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const server = await findServer(api, name);
      const params = { ...api.at({ integrationId: server.id }), query: { name: tool } };
      const reviewed = await api.answer(api.client.GET(`${TOOLS}/review`, { params }));
      show(context, reviewed, (review) => printReview(server.slug, review));
    });
}

function addAcknowledge(tools: Command): void {
  tools
    .command('acknowledge')
    .description('accept the definition of a tool as it was seen in its review')
    .argument('<server>', 'slug or id')
    .argument('<tool>', 'its name exactly as the server spells it')
    .requiredOption('--hash <hash>', 'of the definition that was seen; the review says it')
    .action(async (name: string, tool: string, { hash }: { hash: string }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const params = api.at({ integrationId: (await findServer(api, name)).id });
      const body = { tools: [{ name: tool, acknowledge: hash }] };
      const { items } = await api.answer(api.client.PATCH(TOOLS, { params, body }));
      show(
        context,
        items.filter((item) => item.name === tool),
        printTools,
      );
    });
}

function addPrune(tools: Command): void {
  tools
    .command('prune')
    .description('forget tools that a server does not list any more, and what was decided about them')
    .argument('<server>', 'slug or id')
    .option('--name <names...>', 'only these (default: all that are missing)')
    .option('--yes', 'do not ask')
    .action(async (server: string, { name: names, yes }: PruneOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { id, slug } = await findServer(api, server);
      if (!yes) await askToPrune(api, id, names);
      const params = api.at({ integrationId: id });
      const pruned = await api.answer(api.client.POST(`${TOOLS}/prune`, { params, body: { ...(names && { names }) } }));
      show(context, pruned, (result) => printLine(`Forgot ${toolCount(result.pruned)} of ${slug}.`));
    });
}

async function askToPrune(api: ApiClient, serverId: string, names: readonly string[] | undefined): Promise<void> {
  if (!isPersonThere()) throw new CliError('Nobody can be asked here: say --yes.', EXIT.usage);
  const missing = (await listTools(api, serverId)).filter(({ status }) => status === 'missing').map(({ name }) => name);
  const forgotten = missing.filter((name) => names === undefined || names.includes(name)).map(safeLine);
  const question = `Forget ${toolCount(forgotten.length)} (${forgotten.join(', ')}) and what was decided about them?`;
  if (!(await confirm(question))) throw new CliError('Nothing was forgotten.');
}

function toolCount(count: number): string {
  return count === 1 ? 'one tool' : `${count} tools`;
}

function printReview(slug: string, review: ToolReview): void {
  const { toolName, definitionHash, acknowledgedHash, differences, truncated } = review;
  printFields([
    ['Tool', `${slug} ${toolName}`],
    ['Review', stateOf(review)],
    ['Definition', definitionHash ?? 'none'],
    ['Acknowledged', acknowledgedHash ?? 'never'],
  ]);
  if (differences.length > 0) printLine(pc.bold('Different'));
  for (const line of describeDifferences(differences, truncated)) printLine(line);
  if (review.review === 'none' || definitionHash === null) return;
  printLine('\nIts calls wait for a person until somebody acknowledges what is shown here:');
  const [server, tool] = [`countersign tools acknowledge ${slug}`, quoted(toolName)];
  const hash = `--hash ${definitionHash}`;
  // What begins like an option comes after the end of options.
  printLine(`  ${server} ${toolName.startsWith('-') ? `${hash} -- ${tool}` : `${tool} ${hash}`}`);
}

function stateOf({ review, differences }: ToolReview): string {
  if (review === 'none') return 'acknowledged';
  if (review === 'new') return 'new: nobody has acknowledged it yet';
  return differences.length > 0 ? 'changed' : 'changed; what it was before is not known any more';
}
