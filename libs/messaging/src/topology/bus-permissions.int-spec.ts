import { SERVICES, type ServiceName } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errors, type NatsConnection } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import type { Bus } from '../bus/bus.js';
import { TestBus } from '../fixtures/test-bus.fixture-spec.js';
import { ALL_CONTRACTS } from '../bus-contracts.js';
import { deadLetterSubjectOf, durableOf, inboxPrefixOf, streamOf } from '../names.js';
import { permissionsOf } from './permissions.js';

/** Every subject that the contracts make, and those of NATS that would undo them. */
const SUBJECTS: readonly string[] = [
  ...ALL_CONTRACTS.requests.map(({ subject }) => subject),
  ...ALL_CONTRACTS.events.map(({ subject }) => subject),
  ...ALL_CONTRACTS.heartbeats.map(({ subject }) => subject),
  ...ALL_CONTRACTS.hints.map(({ subject }) => subject),
  ...SERVICES.map(deadLetterSubjectOf),
  ...SERVICES.map((service) => `${inboxPrefixOf(service)}.guessed.1`),
  '_INBOX_bootstrap.guessed',
  '_INBOX.guessed',
  ...ALL_CONTRACTS.events.flatMap((event) =>
    event.workers.flatMap((worker) => {
      const stream = streamOf(event.publisher);
      const durable = durableOf(worker, event);
      return [
        `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
        `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
        `$JS.API.CONSUMER.DELETE.${stream}.${durable}`,
        `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${durable}`,
        `$JS.API.CONSUMER.CREATE.${stream}.${durable}.${event.subject}`,
        `$JS.ACK.${stream}.${durable}.1.1.1.1.0`,
      ];
    }),
  ),
  '$JS.API.INFO',
  '$JS.API.STREAM.CREATE.EVIL',
  '$JS.API.STREAM.LIST',
  '$JS.API.STREAM.NAMES',
  ...[...SERVICES.map(streamOf), 'DEAD_LETTERS'].flatMap((stream) => [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.DELETE.${stream}`,
    `$JS.API.STREAM.PURGE.${stream}`,
    `$JS.API.STREAM.UPDATE.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.STREAM.MSG.DELETE.${stream}`,
    `$JS.API.STREAM.SNAPSHOT.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.NAMES.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
  ]),
  '$SYS.REQ.SERVER.PING',
  '$KV.anything',
  'unknown.subject',
];
const WILDCARDS = ['>', '*', '_INBOX.>', '*.>', '$JS.>', '$JS.API.>', '$JS.ACK.>', '$SYS.>', 'policy.>', '_INBOX_*.>'];

describe('bus permissions', () => {
  let testBus: TestBus;
  const buses = new Map<ServiceName, Bus>();

  beforeAll(async () => {
    testBus = await TestBus.start({}, ALL_CONTRACTS);
    for (const service of SERVICES) buses.set(service, await testBus.connect(service));
  });
  afterAll(() => testBus.stop());

  describe.each(SERVICES)('%s', (service) => {
    const allowed = permissionsOf(service, ALL_CONTRACTS);

    it('may publish on its own subjects and nothing else', async () => {
      const connection = buses.get(service)?.connection as NatsConnection;
      const refused = await refusedPublishes(connection, SUBJECTS);
      const mayPublish = SUBJECTS.filter((subject) => allowed.publish.some((pattern) => matches(pattern, subject)));
      expect(refused).toEqual(SUBJECTS.filter((subject) => !mayPublish.includes(subject)));
      expect(mayPublish.filter((subject) => subject.startsWith('$JS.API.STREAM'))).toEqual([]);
    });

    it('may subscribe to its own subjects, its requests only in its queue group, and nothing else', async () => {
      const connection = buses.get(service)?.connection as NatsConnection;
      const plain = allowed.subscribe.filter((entry) => !entry.includes(' '));
      const everything = [...SUBJECTS, ...WILDCARDS, ...SERVICES.map((other) => `${inboxPrefixOf(other)}.>`)];
      for (const subject of everything) {
        const isAllowed = plain.some((pattern) => matches(pattern, subject));
        expect([subject, await isRefused(connection, subject)]).toEqual([subject, !isAllowed]);
        expect([subject, await isRefused(connection, subject, 'thieves')]).toEqual([subject, !isAllowed]);
        const isOwnRequest = allowed.subscribe.includes(`${subject} ${service}`);
        expect([subject, await isRefused(connection, subject, service)]).toEqual([
          subject,
          !isAllowed && !isOwnRequest,
        ]);
      }
    });
  });

  it('cannot point a consumer of its own making at the subject of a request', async () => {
    const connection = buses.get('mcp-router')?.connection as NatsConnection;
    const manager = await jetstreamManager(connection, { checkAPI: false, timeout: 500 });
    const forging = {
      durable_name: 'forger',
      deliver_subject: 'policy.decide-approval.v1',
      ack_policy: 'none',
    } as const;
    await expect(manager.consumers.add('POLICY', forging)).rejects.toThrow(/permissions violation/i);
  });
});

async function refusedPublishes(connection: NatsConnection, subjects: readonly string[]): Promise<string[]> {
  const refused = new Set<string>();
  const statuses = connection.status();
  const reading = (async () => {
    for await (const status of statuses) {
      if (status.type !== 'error' || !(status.error instanceof errors.PermissionViolationError)) continue;
      refused.add(status.error.subject);
    }
  })();
  for (const subject of subjects) connection.publish(subject, '{}');
  await connection.flush();
  (statuses as unknown as { stop(): void }).stop();
  await reading;
  return subjects.filter((subject) => refused.has(subject));
}

async function isRefused(connection: NatsConnection, subject: string, queue?: string): Promise<boolean> {
  let refusal: Error | undefined;
  const callback = (error: Error | null) => {
    if (error) refusal = error;
  };
  const subscription = connection.subscribe(subject, { callback, ...(queue && { queue }) });
  await connection.flush();
  subscription.unsubscribe();
  return refusal instanceof errors.PermissionViolationError;
}

/** NATS wildcards: `*` is one token, `>` the rest. */
function matches(pattern: string, subject: string): boolean {
  const expression = pattern.replace(/[.$]/g, '\\$&').replace(/\*/g, '[^.]+').replace(/>$/, '.+');
  return new RegExp(`^${expression}$`).test(subject);
}
