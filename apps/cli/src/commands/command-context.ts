import type { Command } from 'commander';
import { ApiClient } from '../api.client.js';
import { printJson } from '../print.js';
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

/** The answer itself for programs, a rendering of it for people. */
export function show<T>({ json }: CommandContext, value: T, render: (value: T) => void): void {
  if (json) printJson(value);
  else render(value);
}
