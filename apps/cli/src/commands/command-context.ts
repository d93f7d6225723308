import type { Command } from 'commander';
import { ApiClient } from '../api.client.js';
import { printJson } from '../print.js';
import { CliError, EXIT } from '../cli.errors.js';
import { readSettings, type Settings } from '../settings.js';

/** What every command works with. */
export interface CommandContext {
  readonly api: ApiClient;
  readonly settings: Settings;
  readonly json: boolean;
}

export function contextOf(command: Command): CommandContext {
  const settings = readSettings(process.env, process.cwd());
  return { api: new ApiClient(settings), settings, json: isJson(command) };
}

export function isJson(command: Command): boolean {
  return command.optsWithGlobals<{ json?: boolean }>().json ?? false;
}

/** The API gives no longer pages. */
export const PAGE_SIZE_MAX = 200;

export interface Limit {
  readonly itemsMax: number;
  /** Of one page. */
  readonly limit: number;
}

export function readLimit(text: string): Limit {
  const itemsMax = readCount('--limit', text);
  return { itemsMax, limit: Math.min(itemsMax, PAGE_SIZE_MAX) };
}

export function readCount(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new CliError(`${option} is a number, 1 or more.`, EXIT.usage);
}

export function readTurn(option: string, text: string): number {
  return text === '0' ? 0 : readCount(option, text);
}

/** Anything but a yes would be taken for a no, and a slip would decide something. */
export function readYesOrNo(option: string, text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new CliError(`${option} is yes or no.`, EXIT.usage);
}

/** As the API takes it; without an offset, a time is that of this machine. */
export function readTime(option: string, text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : new Date(NaN);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new CliError(`${option} is a time: 2026-11-23, or 2026-11-23T10:00:00Z.`, EXIT.usage);
}

/** The answer itself for programs, a rendering of it for people. */
export function show<T>({ json }: Pick<CommandContext, 'json'>, value: T, render: (value: T) => void): void {
  if (json) printJson(value);
  else render(value);
}
