import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../cli.errors.js';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { type AuditFilters, type AuditQuery, toAuditQuery, withAuditFilters } from './audit-filters.js';
import { contextOf } from './command-context.js';

interface ExportOptions extends AuditFilters {
  readonly format: ExportFormat;
  readonly output?: string;
}

type ExportFormat = 'jsonl' | 'csv';

/** An audit names people and what they did. */
const OWNER_ONLY = 0o600;

const NOTES = `
A line of JSON or a row for each entry, written as it comes. Where there are more than one export takes, the last line is
audit.export_cut. That somebody exported is audited.`;

export function addAuditExport(audit: Command): void {
  withAuditFilters(audit.command('export'))
    .description('all entries as a file, newest first')
    .addOption(new Option('--format <format>', 'of the file').choices(['jsonl', 'csv']).default('jsonl'))
    .option('-o, --output <file>', 'write it there (default: the output)')
    .addHelpText('after', NOTES)
    .action(async ({ format, output, ...filters }: ExportOptions, command: Command) => {
      const { api } = contextOf(command);
      const query = await toAuditQuery(api, filters);
      await write(api, await open(api, format, query), output);
    });
}

async function open(api: ApiClient, format: ExportFormat, query: AuditQuery): Promise<ReadableStream<Uint8Array>> {
  const body = await api.answer(
    api.client.GET(`${WORKSPACE}/audit/export`, {
      params: { ...api.at(), query: { ...query, format } },
      parseAs: 'stream',
      // Without a time-out: it takes as long as whoever reads it.
      fetch,
    }),
  );
  if (body === null) throw new CliError('The export is empty: what answers is not Countersign.');
  return body;
}

/** A file that is not whole is worse than none, unless it says so: the exit code does. */
async function write(api: ApiClient, body: ReadableStream<Uint8Array>, file: string | undefined): Promise<void> {
  const target = file === undefined ? process.stdout : createWriteStream(file, { mode: OWNER_ONLY });
  try {
    await pipeline(body, target, { end: file !== undefined });
  } catch (cause) {
    // The file system's errors have a code of their own; what the connection throws is a TypeError.
    if (cause instanceof TypeError) throw api.toCliError(cause);
    throw new CliError(`The export broke off: ${String(cause)}`, EXIT.failed, { cause });
  }
}
