import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { CliError, EXIT } from '../cli.errors.js';
import { EXPORT_HEADING } from '../declarative/export-heading.js';
import { WorkspaceReader } from '../declarative/read-workspace.client.js';
import { renderManifest, toPlainManifest } from '../declarative/render-manifest.js';
import { toManifest } from '../declarative/to-manifest.js';
import type { WorkspaceState } from '../declarative/workspace-state.js';
import { printNote, safeText, toJsonText } from '../print.js';
import { contextOf } from './command-context.js';

interface ExportOptions {
  readonly output?: string;
  readonly only?: readonly string[];
}

const SECTIONS = ['approvalSettings', 'groups', 'integrations', 'agents', 'webhooks'] as const;
type Section = (typeof SECTIONS)[number];

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('the file of what there is, without its secrets; applied again it changes nothing')
    .option('-o, --output <file>', 'write it there instead of to the standard output')
    .option('--only <sections...>', `some of: ${SECTIONS.join(', ')}`)
    .action(async ({ output, only }: ExportOptions, command: Command) => {
      const { api, json } = contextOf(command);
      const reader = new WorkspaceReader(api);
      const { manifest, remarks, left } = toManifest(await readSections(reader, toSections(only)));
      const text = json ? toJsonText(toPlainManifest(manifest)) : renderManifest(manifest, remarks, EXPORT_HEADING);
      if (output === undefined) process.stdout.write(text);
      else await writeFile(output, text).catch((cause: unknown) => fail(output, cause));
      for (const line of left) printNote(safeText(line));
    });
}

async function readSections(reader: WorkspaceReader, sections: readonly Section[]): Promise<WorkspaceState> {
  const isWanted = (section: Section): boolean => sections.includes(section);
  return {
    ...(isWanted('approvalSettings') && { approvalSettings: await reader.approvalSettings() }),
    ...(isWanted('groups') && { groups: await reader.groups() }),
    ...(isWanted('integrations') && { integrations: await reader.integrations(() => true) }),
    ...(isWanted('agents') && { agents: await reader.agents() }),
    ...(isWanted('webhooks') && { webhooks: await reader.webhooks() }),
  };
}

function toSections(only: readonly string[] | undefined): readonly Section[] {
  const unknown = (only ?? []).filter((name) => !SECTIONS.some((section) => section === name));
  if (unknown.length > 0) throw new CliError(`--only knows ${SECTIONS.join(', ')}.`, EXIT.usage);
  return only ? SECTIONS.filter((section) => only.includes(section)) : SECTIONS;
}

function fail(file: string, cause: unknown): never {
  throw new CliError(`The file "${file}" cannot be written.`, EXIT.usage, { cause });
}
