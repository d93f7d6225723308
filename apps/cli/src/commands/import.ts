import { POSTURES } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { readInputFile } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { buildPlan } from '../declarative/build-plan.js';
import { type McpConfig, readMcpConfig } from '../declarative/mcp-config.js';
import type { IntegrationPolicyForm } from '../declarative/manifest.js';
import { type ImportPlan, planImport } from '../declarative/plan-import.js';
import { WorkspaceReader } from '../declarative/read-workspace.client.js';
import { renderManifest } from '../declarative/render-manifest.js';
import { withoutSecrets } from '../declarative/without-secrets.js';
import { printNote, safeLine, safeText } from '../print.js';
import { carryOut } from './carry-out.js';
import { contextOf } from './command-context.js';
import { secretSources } from './declarative-options.js';
import { importToolRows } from './import-tool-rows.js';

export interface ImportOptions {
  readonly tools?: string;
  readonly server?: string;
  readonly loosen?: boolean;
  readonly slug: readonly string[];
  readonly only?: readonly string[];
  readonly posture?: NonNullable<IntegrationPolicyForm['posture']>;
  readonly setCredentials?: boolean;
  readonly asFile?: boolean;
  readonly yes?: boolean;
}

const NOTES = `
Of an mcp.json (Claude, Cursor, VS Code, Windsurf), the remote servers are registered, with their headers as credentials; programs that a
client starts are not: Countersign runs no commands. A server that is there already stays as it is.

--tools takes an export of stored tool rows, in any shape that they ever had ({"name", "description"} the oldest), for one server. Of a row
and what is decided here the stricter holds; --loosen takes the rows as they are, where a field that is absent means on, without approval.`;

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description("take over another client's servers, or stored tool rows")
    .argument('[file]', 'mcp.json or claude_desktop_config.json; - for the standard input')
    .option('--slug <name=slug>', 'another slug than follows from the name; may be repeated', collect, [])
    .option('--only <names...>', 'these servers of the file alone')
    .addOption(new Option('--posture <posture>', 'what the tools of new servers get').choices(POSTURES))
    .option('--set-credentials', 'set the headers of servers that are there already')
    .option('--as-file', 'print a file for apply, without secrets, instead of doing it')
    .option('--tools <rows>', 'stored tool rows, as JSON; - for the standard input')
    .option('--server <server>', 'of --tools: whose tools they are')
    .option('--loosen', 'of --tools: also open what is closed here')
    .option('--yes', 'do not ask')
    .addHelpText('after', NOTES)
    .action(async (file: string | undefined, options: ImportOptions, command: Command) => {
      if ((file === undefined) === (options.tools === undefined)) {
        throw new CliError('Say which file to import: an mcp.json, or rows with --tools.', EXIT.usage);
      }
      if (file !== undefined && (options.server !== undefined || options.loosen === true)) {
        throw new CliError('--server and --loosen are of stored rows: name those with --tools.', EXIT.usage);
      }
      if (file === undefined) await importToolRows(options, contextOf(command));
      else await importServers(file, options, command);
    });
}

async function importServers(file: string, options: ImportOptions, command: Command): Promise<void> {
  const { only, posture, setCredentials = false, asFile = false, yes = false } = options;
  const config = pick(readMcpConfig(await readInputFile(file), process.env), only);
  const slugs = new Map(options.slug.map(readSlug));
  if (asFile) {
    const imported = planImport(config, [], { slugs, posture, setCredentials });
    report(imported);
    process.stdout.write(renderManifest(withoutSecrets(imported.manifest)));
    return;
  }
  const context = contextOf(command);
  const stored = await new WorkspaceReader(context.api).integrations(() => false);
  const imported = planImport(config, stored, { slugs, posture, setCredentials });
  report(imported);
  const { manifest } = imported;
  const planOptions = { prune: false, setCredentials };
  // What else there is was there before, and is no matter of an import.
  const plan = { ...buildPlan({ integrations: stored }, manifest, planOptions), unnamed: [] };
  await carryOut(context, { manifest, plan, options: planOptions, secrets: secretSources(file) }, yes);
  if (imported.refused.length > 0) process.exitCode ||= EXIT.failed;
}

function pick(config: McpConfig, only: readonly string[] | undefined): McpConfig {
  if (!only) return config;
  const names = [...config.servers, ...config.refused].map(({ name }) => name);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new CliError(`The file has no server ${unknown.map(safeLine).join(', ')}.`, EXIT.notFound);
  return {
    servers: config.servers.filter(({ name }) => only.includes(name)),
    refused: config.refused.filter(({ name }) => only.includes(name)),
  };
}

/** Beside the plan: what of the file does not become a part of it. */
function report({ kept, refused, notes }: ImportPlan): void {
  for (const { name, slug } of kept) printNote(`${safeLine(name)} is there already as ${slug}, and stays as it is.`);
  for (const { name, reason } of refused) printNote(`${safeLine(name)} is not imported: ${safeText(reason)}.`);
  for (const [slug, lines] of notes) for (const line of lines) printNote(`${slug}: ${safeText(line)}.`);
}

function readSlug(text: string): [string, string] {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new CliError('--slug is written name=slug.', EXIT.usage);
  return [text.slice(0, at), text.slice(at + 1)];
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
