import os from 'node:os';
import process from 'node:process';
import type { BenchSystem } from './bench-system.ts';
import { SdkCalls, trackerCalls } from './call-hops.ts';
import { compareHops, type CallFigures, type Comparison } from './compare-hops.ts';
import type { Figures, Machine } from './figures.ts';
import { measureDecisions } from './measure-decision.ts';
import { measureLists } from './measure-lists.ts';
import { measureMemory } from './measure-memory.ts';
import { measurePending } from './measure-pending.ts';
import { measurePolicyChange } from './measure-policy-change.ts';
import { measureReplicas } from './measure-replicas.ts';
import { measureStart } from './measure-start.ts';
import type { Options, Part } from './options.ts';
import { Peers } from './peers.ts';
import { canReadUsage } from './process-usage.ts';
import { profileRouter } from './profile-router.ts';

type Say = (line: string) => void;
type Found = Partial<Figures>;

const CONNECTIONS = [1, 16];

/**
 * Before the calls comes what looks at memory and lists: they leave a ledger of tens of thousands of rows, and a heap as
 * large as it will ever be.
 */
export async function measureSystem(system: BenchSystem, options: Options, say: Say): Promise<Figures> {
  const { parts, seconds } = options;
  const machine = describeMachine();
  if (!canReadUsage()) say('this system has no /proc: CPU and memory stay empty');
  let found: Found = await bringUp(system, parts, say);
  for (const [part, measure] of Object.entries(lightParts(system, say))) {
    if (parts.includes(part as Part)) found = { ...found, ...(await measure()) };
  }
  found = { ...found, ...(await measureLoad(system, options, say)) };
  return { measuredAt: new Date().toISOString(), machine, secondsPerBatch: seconds, ...found };
}

async function bringUp(system: BenchSystem, parts: readonly Part[], say: Say): Promise<Found> {
  if (!parts.includes('start')) {
    say('starting the system');
    await system.start();
    return {};
  }
  say('starting the system in an empty home, ending it, starting it again');
  return { start: await measureStart(system) };
}

function lightParts(system: BenchSystem, say: Say) {
  return {
    async waits(): Promise<Found> {
      say('changing a policy until a call meets it');
      const policyChange = await measurePolicyChange(system);
      say('approving calls until the server gets them');
      return { policyChange, decision: await measureDecisions(system) };
    },
    async pending(): Promise<Found> {
      say('letting calls wait for a person');
      return { pending: await measurePending(system) };
    },
    async lists(): Promise<Found> {
      say('listing tools');
      return { lists: await measureLists(system) };
    },
  };
}

async function measureLoad(system: BenchSystem, options: Options, say: Say): Promise<Found> {
  const { parts, seconds, profileFile } = options;
  let found: Found = {};
  const sdk = await SdkCalls.start(system);
  try {
    if (parts.includes('memory')) {
      say('calling at fixed rates and looking at the memory of the router');
      found = { memory: await measureMemory(system, sdk.comparison()) };
    }
    const calls = await measureCalls(system, sdk, options, say);
    if (calls.length > 0) found = { ...found, calls };
    if (parts.includes('replicas')) {
      say('calling one router and two');
      found = { ...found, replicas: await measureReplicas(system, seconds) };
    }
    if (profileFile !== null) {
      say('profiling the router');
      found = { ...found, profile: await profileRouter(system, sdk.comparison(), profileFile) };
    }
    return found;
  } finally {
    await sdk.stop();
  }
}

/** Against both servers; the peers against the SDK's only, because it is what they were written for. */
async function measureCalls(
  system: BenchSystem,
  sdk: SdkCalls,
  { parts, seconds }: Options,
  say: Say,
): Promise<CallFigures[]> {
  const calls: CallFigures[] = [];
  const measure = async (comparison: Comparison): Promise<void> => {
    for (const connections of CONNECTIONS) {
      say(
        `${comparison.upstream}: ${[...new Set(comparison.hops.map(({ name }) => name))].join(', ')}; ${connections} at a time`,
      );
      calls.push(await compareHops(comparison, connections, seconds));
    }
  };
  if (parts.includes('peers')) await withPeers(sdk, measure);
  else if (parts.includes('calls')) await measure(sdk.comparison());
  if (parts.includes('calls')) await measure(trackerCalls(system));
  return calls;
}

async function withPeers(sdk: SdkCalls, measure: (comparison: Comparison) => Promise<void>): Promise<void> {
  const peers = await Peers.start(sdk.url);
  try {
    await measure(sdk.comparison(peers.hops, peers.pids));
  } finally {
    await peers.stop();
  }
}

function describeMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: os.cpus().length,
    memoryGb: Math.round(os.totalmem() / 1_024 ** 3),
    system: `${os.type()} ${os.release()}`,
    node: process.versions.node,
    loadBefore: os.loadavg()[0] ?? 0,
  };
}
