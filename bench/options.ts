import { parseArgs } from 'node:util';

export const PARTS = ['approvals', 'discovery', 'policy', 'watching'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  /** Of one batch; every figure of the calls comes from several. */
  readonly seconds: number;
  readonly jsonFile: string | null;
  /** One part that starts less than the whole system, instead of everything else. */
  readonly only: Part | null;
  readonly help: boolean;
}

export const USAGE = `Usage: npm run bench [-- --seconds N] [--json FILE]
       npm run bench -- --only approvals|discovery|policy|watching

  Starts the whole system in a home and on ports of its own, measures it and prints tables. Nothing is asserted.

  --seconds N   length of one batch of calls (default 3; at 3 the whole takes about two minutes)
  --json FILE   write the figures as JSON too
  --only PART   instead of all this: what it costs to decide approvals, to discover servers, to keep policies,
                or to watch servers
  --help        this text

  BENCH_DEBUG=1 shows what the started system prints`;

const SECONDS_DEFAULT = 3;
/** Below this a batch is shorter than the clock of /proc can see; above it the bench takes most of an hour. */
const SECONDS_RANGE = [0.2, 120] as const;

export class UsageError extends Error {}

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options {
  const { seconds: text, json, only, help } = parse(args);
  const seconds = text === undefined ? SECONDS_DEFAULT : Number(text);
  const [min, max] = SECONDS_RANGE;
  if (!(seconds >= min && seconds <= max)) {
    throw new UsageError(`--seconds is "${text}"; it must be a number from ${min} to ${max}.`);
  }
  return { seconds, jsonFile: json ?? null, only: only === undefined ? null : readPart(only), help: help ?? false };
}

function readPart(text: string): Part {
  const part = PARTS.find((known) => known === text);
  if (part === undefined) throw new UsageError(`--only is "${text}"; it must be ${PARTS.join(' or ')}.`);
  return part;
}

function parse(args: readonly string[]): { seconds?: string; json?: string; only?: string; help?: boolean } {
  try {
    const text = { type: 'string' } as const;
    const options = { seconds: text, json: text, only: text, help: { type: 'boolean' } } as const;
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
