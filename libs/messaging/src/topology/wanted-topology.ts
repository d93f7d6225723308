import { type EventContract, SERVICES } from '@countersign/contracts';
import type { ConsumerConfig, StreamConfig } from '@nats-io/jetstream';
import type { BusContracts } from '../bus-contracts.js';
import {
  ACK_WAIT_MS,
  ACKS_PENDING_MAX,
  DEAD_LETTER_AGE_MS_MAX,
  DELIVERIES_MAX,
  DUPLICATE_WINDOW_MS,
  EVENT_BYTES_MAX,
  STREAM_AGE_MS_MAX,
} from '../limits.js';
import { DEAD_LETTER_STREAM, deadLetterSubjectOf, durableOf, streamOf } from '../names.js';

export interface TopologySettings {
  /** Copies of each stream: 1 on a single server, 3 on a cluster. */
  readonly replicas?: number;
  readonly ackWaitMs?: number;
  readonly deliveriesMax?: number;
}

export type WantedStream = Pick<StreamConfig, 'name' | 'subjects'> & Partial<StreamConfig>;
export interface WantedConsumer {
  readonly stream: string;
  readonly config: Partial<ConsumerConfig> & { readonly durable_name: string };
}

const NANOS_PER_MS = 1_000_000;

export function wantedStreams(contracts: BusContracts, settings: TopologySettings): WantedStream[] {
  const streams = SERVICES.map((service) => ({
    name: streamOf(service),
    subjects: contracts.events.filter(({ publisher }) => publisher === service).map(({ subject }) => subject),
  }));
  return [
    ...streams
      .filter(({ subjects }) => subjects.length > 0)
      .map((stream) => ({ ...stream, ...streamDefaults(settings, STREAM_AGE_MS_MAX) })),
    {
      name: DEAD_LETTER_STREAM,
      subjects: SERVICES.map(deadLetterSubjectOf),
      ...streamDefaults(settings, DEAD_LETTER_AGE_MS_MAX),
    },
  ];
}

function streamDefaults({ replicas = 1 }: TopologySettings, ageMsMax: number): Partial<StreamConfig> {
  return {
    storage: 'file',
    retention: 'limits',
    discard: 'old',
    max_age: ageMsMax * NANOS_PER_MS,
    max_msg_size: EVENT_BYTES_MAX,
    duplicate_window: DUPLICATE_WINDOW_MS * NANOS_PER_MS,
    num_replicas: replicas,
    // A publisher chooses where JetStream's acknowledgement goes. `{"stream":…,"seq":…}`, sent to STREAM.PURGE or
    // STREAM.MSG.DELETE, would otherwise erase the events of another service.
    deny_delete: true,
    deny_purge: true,
  };
}

export function wantedConsumers(contracts: BusContracts, settings: TopologySettings): WantedConsumer[] {
  return contracts.events.flatMap((event) =>
    event.workers.map((worker) => ({
      stream: streamOf(event.publisher),
      config: consumerConfig(durableOf(worker, event), event, settings),
    })),
  );
}

function consumerConfig(
  durable: string,
  event: EventContract<object>,
  settings: TopologySettings,
): WantedConsumer['config'] {
  return {
    durable_name: durable,
    filter_subject: event.subject,
    ack_policy: 'explicit',
    deliver_policy: 'all',
    replay_policy: 'instant',
    ack_wait: (settings.ackWaitMs ?? ACK_WAIT_MS) * NANOS_PER_MS,
    max_deliver: settings.deliveriesMax ?? DELIVERIES_MAX,
    max_ack_pending: ACKS_PENDING_MAX,
  };
}
