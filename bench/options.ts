import { parseArgs } from 'node:util';

/** Programs of their own, each in a file of its own: one service alone, or the system with something in between. */
export const LONE_PARTS = ['approvals', 'discovery', 'feed', 'policy', 'rest', 'runs', 'watching'] as const;
export type LonePart = (typeof LONE_PARTS)[number];

/** Those need the whole system; in this order, so that none stands on what another left behind. */
export const PARTS = ['start', 'waits', 'pending', 'lists', 'memory', 'calls', 'peers', 'replicas'] as const;
export type Part = (typeof PARTS)[number];
/** The peers are fetched from npm first. */
const DEFAULT_PARTS = PARTS.filter((part) => part !== 'peers');

export interface Options {
  /** Of one batch; every figure of the calls comes from several. */
  readonly seconds: number;
  readonly jsonFile: string | null;
  /** Where a CPU profile of the router is written. */
  readonly profileFile: string | null;
  readonly parts: readonly Part[];
  /** Instead of any of them. */
  readonly lonePart: LonePart | null;
  readonly help: boolean;
}

export const USAGE = `Usage: npm run bench [-- --seconds N] [--json FILE] [--profile FILE]
       npm run bench -- --only ${PARTS.join('|')} [--only …] [--profile FILE]
       npm run bench -- --only ${LONE_PARTS.join('|')}

  Starts the whole system in a home and on ports of its own, measures it and prints tables. Nothing is asserted.

  --seconds N     length of one batch of calls (default 3; at 3 the whole takes about ten minutes)
  --json FILE     write the figures as JSON too
  --profile FILE  then a CPU profile of the router under 16 connections (.cpuprofile), and its self times by file
  --only PART     some parts of it; "peers" is in none of the others: it fetches two gateways from npm (once) and measures
                  them and two floors side by side with the router. The last seven are programs of their own
  --help          this text

  BENCH_DEBUG=1 shows what the started system prints; COUNTERSIGN_PORT_BASE moves it (default 18000)`;

const SECONDS_DEFAULT = 3;
/** Below this a batch is shorter than the clock of /proc can see; above it the bench takes most of an hour. */
const SECONDS_RANGE = [0.2, 120] as const;

export class UsageError extends Error {}

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options {
  const { seconds: text, json, profile, only, help } = parse(args);
  const seconds = text === undefined ? SECONDS_DEFAULT : Number(text);
  const [min, max] = SECONDS_RANGE;
  if (!(seconds >= min && seconds <= max)) {
    throw new UsageError(`--seconds is "${text}"; it must be a number from ${min} to ${max}.`);
  }
  const files = { jsonFile: json ?? null, profileFile: profile ?? null };
  return { seconds, ...files, ...readParts(only ?? []), help: help ?? false };
}

function readParts(names: readonly string[]): Pick<Options, 'parts' | 'lonePart'> {
  const lonePart = LONE_PARTS.find((known) => names.includes(known)) ?? null;
  if (lonePart !== null && names.length > 1) throw new UsageError(`--only ${lonePart} goes with no other part.`);
  const known: readonly string[] = [...PARTS, ...LONE_PARTS];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`--only is "${unknown}"; it must be ${known.join(' or ')}.`);
  return { parts: names.length === 0 ? DEFAULT_PARTS : PARTS.filter((part) => names.includes(part)), lonePart };
}

interface Values {
  readonly seconds?: string;
  readonly json?: string;
  readonly profile?: string;
  readonly only?: string[];
  readonly help?: boolean;
}

function parse(args: readonly string[]): Values {
  try {
    const text = { type: 'string' } as const;
    const only = { type: 'string', multiple: true } as const;
    const options = { seconds: text, json: text, profile: text, only, help: { type: 'boolean' } } as const;
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
