/** A real process with a relay on a real bus, run by outbox-crash.int-spec.ts. */
import 'reflect-metadata';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { openDatabase } from './open-database.js';
import { OutboxRelay } from './outbox-relay.js';

const { APP_URL, SYSTEM_URL, NATS_URL } = process.env;
const database = await openDatabase({
  service: 'policy',
  app: { url: APP_URL ?? '' },
  system: { url: SYSTEM_URL ?? '' },
  entities: [],
});
const js = jetstream(await connect({ servers: NATS_URL ?? '' }));
new OutboxRelay(database, async (row) => {
  await js.publish(row.subject, JSON.stringify(row.envelope), { msgID: row.id });
}).start();
