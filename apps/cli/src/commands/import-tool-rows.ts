import { readInputFile } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { buildPlan } from '../declarative/build-plan.js';
import { WorkspaceReader } from '../declarative/read-workspace.client.js';
import { readToolRows, toToolForms } from '../declarative/tool-rows.js';
import { printNote, safeText } from '../print.js';
import { carryOut } from './carry-out.js';
import type { CommandContext } from './command-context.js';
import { secretSources } from './declarative-options.js';
import { findServer } from './find-server.js';
import type { ImportOptions } from './import.js';

/** Decisions of another installation, or of an older one, about the tools of one server. */
export async function importToolRows(options: ImportOptions, context: CommandContext): Promise<void> {
  const { tools: file = '-', server, loosen = false, yes = false } = options;
  if (server === undefined) throw new CliError('Say whose tools they are: --server.', EXIT.usage);
  const { rows, problems } = readToolRows(await readInputFile(file));
  for (const problem of problems) printNote(`Not imported: ${safeText(problem)}.`);
  const { slug } = await findServer(context.api, server);
  const stored = await new WorkspaceReader(context.api).integration(slug);
  if (!stored) throw new CliError(`There is no server "${slug}".`, EXIT.notFound);
  const tools = toToolForms(rows, stored, loosen);
  const manifest = { integrations: new Map([[slug, { url: stored.form.url, tools }]]) };
  const planOptions = { prune: false, setCredentials: false };
  const plan = buildPlan({ integrations: [stored] }, manifest, planOptions);
  await carryOut(context, { manifest, plan, options: planOptions, secrets: secretSources(file) }, yes);
  if (problems.length > 0 || plan.pending.length > 0) process.exitCode ||= EXIT.failed;
}
