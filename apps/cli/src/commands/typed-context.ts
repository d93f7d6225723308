import type { Command } from 'commander';
import { readSettings, type Settings } from '../settings.js';
import { TypedApi } from '../typed-api.client.js';
import { isJson } from './command-context.js';

/** What a command works with that speaks the API as its document says. */
export interface TypedContext {
  readonly api: TypedApi;
  readonly settings: Settings;
  readonly json: boolean;
}

export function typedContextOf(command: Command): TypedContext {
  const settings = readSettings(process.env, process.cwd());
  return { api: new TypedApi(settings), settings, json: isJson(command) };
}
