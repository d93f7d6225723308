/** A real process of a service without entities, run by plain-pool.int-spec.ts: prints which of TypeORM's modules it has. */
import 'reflect-metadata';
import { createRequire } from 'node:module';
import process from 'node:process';
import { openDatabase } from './index.js';

const { APP_URL = '', SYSTEM_URL = '' } = process.env;
const database = await openDatabase({
  service: 'policy',
  app: { url: APP_URL },
  system: { url: SYSTEM_URL },
  entities: [],
});
await database.check();
await database.close();
const loaded = Object.keys(createRequire(import.meta.url).cache).flatMap(
  (path) => /[/\\]typeorm[/\\]([\w-]+)/.exec(path)?.[1] ?? [],
);
process.stdout.write(JSON.stringify([...new Set(loaded)].sort()));
