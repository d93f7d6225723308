import { writeFileSync } from 'node:fs';
import type { BenchSystem } from './bench-system.ts';
import { runBatch, warmUp } from './call-batch.ts';
import { ROUTER } from './call-hops.ts';
import type { Comparison } from './compare-hops.ts';
import { sum } from './distribution.ts';
import { InspectorClient } from './inspector-client.ts';

const CONNECTIONS = 16;
const SECONDS = 5;
const SAMPLING_INTERVAL_US = 200;
/** Below this a file is noise. */
const SHARE_SHOWN_MIN = 0.01;
/** V8's own, for time in which nothing ran. */
const IDLE = '(idle)';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface ProfileFigures {
  readonly upstream: string;
  readonly busyShare: number;
  readonly usPerCall: number;
  /** Self time, the most first. */
  readonly files: readonly { readonly file: string; readonly share: number; readonly usPerCall: number }[];
}

/** After everything else: a router that is looked at is a little slower. Writes what Chrome's and VS Code's viewers read. */
export async function profileRouter(
  system: BenchSystem,
  { upstream, hops, args, pids }: Comparison,
  file: string,
): Promise<ProfileFigures> {
  const hop = hops.find(({ process, client }) => process === ROUTER && client === 'lean client');
  if (!hop) throw new Error('there is no way through the router');
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, hop.open));
  const target = { clients, tool: hop.tool, args };
  const inspector = await InspectorClient.open(system.pidOf(ROUTER), system.inspectorPort);
  try {
    await warmUp(target);
    await inspector.send('Profiler.enable');
    await inspector.send('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US });
    await inspector.send('Profiler.start');
    const { latenciesMs } = await runBatch(pids, target, SECONDS);
    const { profile } = await inspector.send<{ profile: Profile }>('Profiler.stop');
    writeFileSync(file, JSON.stringify(profile));
    return toFigures(upstream, profile, latenciesMs.length);
  } finally {
    inspector.close();
    await Promise.all(clients.map((client) => client.close()));
  }
}

function toFigures(upstream: string, { nodes, samples, timeDeltas }: Profile, calls: number): ProfileFigures {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const usByPlace = new Map<string, number>();
  for (const [at, id] of samples.entries()) {
    const place = places.get(id) ?? '(unknown)';
    usByPlace.set(place, (usByPlace.get(place) ?? 0) + (timeDeltas[at] ?? 0));
  }
  const totalUs = sum(timeDeltas);
  const busyUs = totalUs - (usByPlace.get(IDLE) ?? 0);
  usByPlace.delete(IDLE);
  const files = [...usByPlace]
    .map(([file, us]) => ({ file, share: us / busyUs, usPerCall: us / calls }))
    .filter(({ share }) => share >= SHARE_SHOWN_MIN)
    .sort((a, b) => b.share - a.share);
  return { upstream, busyShare: busyUs / totalUs, usPerCall: busyUs / calls, files };
}

/** A package as a whole, our own code by file; what has no file is V8 itself, or native code by its function. */
function placeOf({ functionName, url }: Profile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName.startsWith('(') ? functionName : `native: ${functionName}`;
  const [, inPackage] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (inPackage !== undefined) return inPackage;
  const [, ours] = /\/((?:apps|libs)\/.*)$/.exec(url) ?? [];
  return ours ?? url;
}
