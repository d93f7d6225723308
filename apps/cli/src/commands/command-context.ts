import type { Command } from 'commander';
import { ApiClient } from '../api.client.js';
import { printJson } from '../print.js';
import { CliError, EXIT } from '../cli.errors.js';
import { readSettings } from '../settings.js';

/** What every command works with. */
export interface CommandContext {
  readonly api: ApiClient;
  readonly json: boolean;
}

export function contextOf(command: Command): CommandContext {
  const { json } = command.optsWithGlobals<{ json?: boolean }>();
  return { api: new ApiClient(readSettings(process.env, process.cwd())), json: json ?? false };
}

/** The API gives no longer pages. */
const PAGE_SIZE_MAX = 200;

export interface Limit {
  readonly itemsMax: number;
  /** Of one page. */
  readonly size: string;
}

export function readLimit(text: string): Limit {
  const itemsMax = readCount('--limit', text);
  return { itemsMax, size: String(Math.min(itemsMax, PAGE_SIZE_MAX)) };
}

export function readCount(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new CliError(`${option} is a number, 1 or more.`, EXIT.usage);
}

/** The answer itself for programs, a rendering of it for people. */
export function show<T>({ json }: CommandContext, value: T, render: (value: T) => void): void {
  if (json) printJson(value);
  else render(value);
}
