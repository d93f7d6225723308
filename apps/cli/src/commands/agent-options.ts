import type { Schemas } from '@countersign/api-client';
import { AGENT_STRICTNESSES, MODEL_PROVIDERS } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { readInputFile } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { readCount } from './command-context.js';
import { readToolScopes } from './read-tool-scopes.js';

/** What the API takes, as far as it was given; what a value may be is the API's to say. */
export type AgentSettingsBody = Omit<Schemas['UpdateAgentBody'], 'name' | 'clear' | 'integrations'>;

/** As they are typed. */
export interface AgentOptions {
  readonly instructions?: string;
  readonly instructionsFile?: string;
  readonly provider?: NonNullable<AgentSettingsBody['provider']>;
  readonly model?: string;
  readonly temperature?: string;
  readonly topP?: string;
  readonly maxOutputTokens?: string;
  readonly stop?: string[];
  readonly seed?: string;
  readonly use?: string[];
  readonly ask?: string[];
  /** Of `--no-tools`. */
  readonly tools?: boolean;
  readonly strictness?: NonNullable<AgentSettingsBody['strictness']>;
  readonly turns?: string;
  readonly tokens?: string;
  readonly seconds?: string;
  readonly parallel?: string;
}

type ModelParameters = Schemas['ModelParameters'];

export function addSettingOptions(command: Command): Command {
  return command
    .option('--instructions <text>', 'what it is told before every run')
    .option('--instructions-file <file>', 'the same from a file, or - for the input')
    .addOption(new Option('--provider <provider>', 'who serves the model').choices(MODEL_PROVIDERS))
    .option('--model <id>', "the provider's name of it")
    .option('--temperature <n>', '0 to 2')
    .option('--top-p <n>', '0 to 1')
    .option('--max-output-tokens <n>', 'of one answer')
    .option('--stop <texts...>', 'sequences that end an answer')
    .option('--seed <n>', 'for providers that take one')
    .option('--use <tools...>', 'what it may use: integrations, or tools as integration/tool (default: everything)')
    .option('--ask <tools...>', 'may be used as well, and each call waits for a person')
    .option('--no-tools', 'it may use nothing')
    .addOption(
      new Option('--strictness <strictness>', 'ask: every call waits for a person; allow: as policy says').choices(
        AGENT_STRICTNESSES,
      ),
    )
    .option('--turns <n>', 'most answers of the model in a run (default: 40)')
    .option('--tokens <n>', 'most tokens of a run, read and written (default: no limit)')
    .option('--seconds <n>', 'longest time of a run, waiting included (default: no limit)')
    .option('--parallel <n>', 'most calls at the same time (default: 16)')
    .addHelpText('after', '\nPolicy still rules every tool: --use and --ask only narrow what an agent reaches.');
}

export async function readSettingsOf(options: AgentOptions): Promise<AgentSettingsBody> {
  const { provider, model, strictness, turns, tokens, seconds, parallel } = options;
  const instructions = await readInstructions(options);
  const count = (name: string, value: string | undefined) => (value === undefined ? undefined : readCount(name, value));
  const tools = readToolScopes(options);
  return given({
    ...{ instructions, provider, model, strictness, tools },
    parameters: readParameters(options),
    turnsMax: count('--turns', turns),
    tokensMax: count('--tokens', tokens),
    wallSecondsMax: count('--seconds', seconds),
    parallelCallsMax: count('--parallel', parallel),
  });
}

function readParameters({ temperature, topP, maxOutputTokens, stop, seed }: AgentOptions): ModelParameters | undefined {
  const parameters: ModelParameters = given({
    temperature: readNumber('--temperature', temperature),
    topP: readNumber('--top-p', topP),
    maxOutputTokens: readNumber('--max-output-tokens', maxOutputTokens),
    stopSequences: stop,
    seed: readNumber('--seed', seed),
  });
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}

function readNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,10}(\.\d{1,10})?$/.test(value)) return Number(value);
  throw new CliError(`${option} is a number.`, EXIT.usage);
}

async function readInstructions({ instructions, instructionsFile }: AgentOptions): Promise<string | undefined> {
  if (instructionsFile === undefined) return instructions;
  if (instructions !== undefined) throw new CliError('Give the instructions once.', EXIT.usage);
  return readInputFile(instructionsFile);
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
