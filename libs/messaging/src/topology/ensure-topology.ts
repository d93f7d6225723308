import { isDeepStrictEqual } from 'node:util';
import {
  type ConsumerInfo,
  JetStreamApiError,
  jetstreamManager,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import type { Bus } from '../bus/bus.js';
import { ALL_CONTRACTS, type BusContracts } from '../bus-contracts.js';
import { TopologyMismatchError } from '../messaging.errors.js';
import {
  type TopologySettings,
  type WantedConsumer,
  wantedConsumers,
  type WantedStream,
  wantedStreams,
} from './wanted-topology.js';

/** JetStream's error codes, https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const STREAM_NOT_FOUND = 10_059;
const CONSUMER_NOT_FOUND = 10_014;

/** The first with durable pull consumers, de-duplication and `deny_purge` as used here. */
const SERVER_VERSION_MIN = [2, 9] as const;

/**
 * Creates or updates every stream and durable that the contracts need. Running it again, also from several processes,
 * changes nothing. An old server ignores settings it does not know without a word, so what it answers is compared.
 *
 * @param adminBus connected as the bootstrap user
 * @throws TopologyMismatchError that lists every difference
 */
export async function ensureTopology(
  adminBus: Bus,
  contracts: BusContracts = ALL_CONTRACTS,
  settings: TopologySettings = {},
): Promise<void> {
  assertServerVersion(adminBus);
  const manager = await jetstreamManager(adminBus.connection);
  const differences: string[] = [];
  for (const wanted of wantedStreams(contracts, settings)) {
    const info = await ensureStream(manager, wanted);
    differences.push(...compare(`stream ${wanted.name}`, wanted, info.config));
  }
  for (const wanted of wantedConsumers(contracts, settings)) {
    const info = await ensureConsumer(manager, wanted);
    differences.push(...compare(`durable ${wanted.config.durable_name}`, wanted.config, info.config));
  }
  if (differences.length > 0) throw new TopologyMismatchError(differences);
}

async function ensureStream(manager: JetStreamManager, wanted: WantedStream): Promise<StreamInfo> {
  const existing = await unlessMissing(manager.streams.info(wanted.name), STREAM_NOT_FOUND);
  const what = `stream ${wanted.name}`;
  if (!existing) return explain(what, manager.streams.add(wanted));
  const differences = compare(what, wanted, existing.config);
  if (differences.length === 0) return existing;
  return explain(what, manager.streams.update(wanted.name, wanted), differences);
}

async function ensureConsumer(manager: JetStreamManager, { stream, config }: WantedConsumer): Promise<ConsumerInfo> {
  const existing = await unlessMissing(manager.consumers.info(stream, config.durable_name), CONSUMER_NOT_FOUND);
  const what = `durable ${config.durable_name}`;
  if (!existing) return explain(what, manager.consumers.add(stream, config));
  const differences = compare(what, config, existing.config);
  if (differences.length === 0) return existing;
  return explain(what, manager.consumers.update(stream, config.durable_name, config), differences);
}

async function unlessMissing<T>(request: Promise<T>, missing: number): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === missing) return undefined;
    throw error;
  }
}

async function explain<T>(what: string, request: Promise<T>, differences: readonly string[] = []): Promise<T> {
  try {
    return await request;
  } catch (cause) {
    if (!(cause instanceof JetStreamApiError)) throw cause;
    throw new TopologyMismatchError([...differences, `${what}: the server says "${cause.message}"`], { cause });
  }
}

/** One readable line per wanted setting that is different: `stream POLICY: max_age is 0, wanted 604800000000000`. */
export function compare(what: string, wanted: object, actual: object): string[] {
  return Object.entries(wanted).flatMap(([setting, value]) => {
    const is: unknown = Reflect.get(actual, setting);
    if (isDeepStrictEqual(sorted(is), sorted(value))) return [];
    return [`${what}: ${setting} is ${JSON.stringify(is)}, wanted ${JSON.stringify(value)}`];
  });
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map(String).sort() : value;
}

function assertServerVersion(bus: Bus): void {
  const version = bus.connection.info?.version ?? 'unknown';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = SERVER_VERSION_MIN;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new TopologyMismatchError([`nats-server is ${version}, at least ${SERVER_VERSION_MIN.join('.')} is needed`]);
}
