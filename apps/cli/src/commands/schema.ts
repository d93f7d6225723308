import type { Command } from 'commander';
import { MANIFEST_SCHEMA } from '../declarative/manifest-schema.js';
import { printJson } from '../print.js';

export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description('the JSON Schema of the file that apply takes, for editors')
    .action(() => printJson(MANIFEST_SCHEMA));
}
