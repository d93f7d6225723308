import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { FaultProxy } from '@countersign/testing';
import { openPool } from './data-source.js';
import { newId } from './new-id.js';
import { PlainPool } from './plain-pool.js';
import { createSampleSchema, Note } from './sample-schema.fixture-spec.js';
import type { SampleSchema } from './sample-schema.fixture-spec.js';
import type { TransactionPool } from './transaction-pool.js';

const HOOKS = fileURLToPath(new URL('../../service/fixtures/typescript-hooks.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./plain-pool.child-spec.ts', import.meta.url));

describe('a pool without entities', () => {
  let schema: SampleSchema;
  let plain: TransactionPool;
  let typeorm: TransactionPool;
  const workspace = newId();

  const open = (entities: (new () => object)[]): Promise<TransactionPool> =>
    openPool({ url: schema.urls.appUrl, schema: 'policy', entities, poolSize: 1, applicationName: 'plain pool' });
  const backend = async (): Promise<number> => {
    const [row] = await plain.query<{ pid: number }[]>('select pg_backend_pid() as pid');
    return row?.pid ?? 0;
  };

  beforeAll(async () => {
    schema = await createSampleSchema();
    [plain, typeorm] = await Promise.all([open([]), open([Note])]);
  });
  afterAll(async () => {
    await Promise.all([plain.destroy(), typeorm.destroy()]);
    await schema.drop();
  });

  it('answers every kind of statement as TypeORM does', async () => {
    const answersOf = (pool: TransactionPool): Promise<unknown[]> =>
      pool.transaction(async (tx) => {
        const id = newId();
        return [
          await tx.query<unknown>(`select set_config('app.workspace_id', $1, true) as workspace`, [workspace]),
          await tx.query<unknown>('insert into notes (id, workspace_id, body) values ($1, $2, $3)', [
            id,
            workspace,
            'text',
          ]),
          await tx.query<unknown>('update notes set body = $2 where id = $1 returning body', [id, 'new']),
          await tx.query<unknown>('update notes set body = $2 where id = $1', [newId(), 'of none']),
          await tx.query<unknown>(
            'with changed as (update notes set body = $2 where id = $1 returning body) select * from changed',
            [id, 'newer'],
          ),
          await tx.query<unknown>('delete from outbox where false').catch((error: unknown) => (error as Error).message),
        ];
      });
    expect(await answersOf(plain)).toEqual(await answersOf(typeorm));
  });

  it('undoes everything when the work fails, and says what the work said', async () => {
    const id = newId();
    const failing = plain.transaction(async (tx) => {
      await tx.query(`select set_config('app.workspace_id', $1, true)`, [workspace]);
      await tx.query('insert into notes (id, workspace_id, body) values ($1, $2, $3)', [id, workspace, 'undone']);
      throw new Error('the work failed');
    });
    await expect(failing).rejects.toThrow('the work failed');
    const left = plain.transaction(async (tx) => {
      await tx.query(`select set_config('app.workspace_id', $1, true)`, [workspace]);
      return tx.query<object[]>('select * from notes where id = $1', [id]);
    });
    expect(await left).toEqual([]);
  });

  it("fails with TypeORM's error, the database's code in it", async () => {
    const failing = plain.query('select 1 / $1::int', [0]);
    await expect(failing).rejects.toBeInstanceOf(QueryFailedError);
    await expect(failing).rejects.toMatchObject({ code: '22012' });
  });

  it('sees one snapshot where it is asked to', async () => {
    const isolation = plain.transaction('REPEATABLE READ', (tx) => tx.query<unknown>('show transaction_isolation'));
    expect(await isolation).toEqual([{ transaction_isolation: 'repeatable read' }]);
  });

  it('keeps a connection whose transaction was rolled back', async () => {
    const before = await backend();
    await expect(plain.transaction((tx) => tx.query<unknown>('nonsense'))).rejects.toThrow('syntax error');
    expect(await backend()).toBe(before);
  });

  it('replaces a connection that breaks within a transaction', async () => {
    const before = await backend();
    const broken = plain.transaction((tx) => tx.query<unknown>('select pg_terminate_backend(pg_backend_pid())'));
    await expect(broken).rejects.toBeInstanceOf(QueryFailedError);
    expect(await backend()).not.toBe(before);
  });

  it('gives up a database that says nothing any more, and uses another connection then', async () => {
    const url = new URL(schema.urls.appUrl);
    const proxy = await FaultProxy.start({ host: url.hostname, port: Number(url.port) });
    url.port = String(proxy.port);
    const pool = new PlainPool({ connectionString: url.href, max: 1, query_timeout: 300 });
    const one = (): Promise<unknown> => pool.transaction((tx) => tx.query('select 1 as one'));
    expect(await one()).toEqual([{ one: 1 }]);
    proxy.freeze();
    await expect(one()).rejects.toBeInstanceOf(QueryFailedError);
    proxy.heal();
    expect(await one()).toEqual([{ one: 1 }]);
    await pool.destroy();
    await proxy.close();
  });

  it('runs no statement of a transaction that is over, least of all in the next one', async () => {
    const late = Promise.withResolvers<() => Promise<unknown>>();
    await plain.transaction((tx) => {
      late.resolve(() => tx.query(`select current_setting('app.workspace_id', true)`));
      return Promise.resolve();
    });
    const queryLate = await late.promise;
    await plain.transaction(async (tx) => {
      await tx.query(`select set_config('app.workspace_id', $1, true)`, [workspace]);
      await expect(queryLate()).rejects.toBeInstanceOf(QueryFailedError);
    });
  });

  it('is opened without loading TypeORM, but for its errors', async () => {
    const env = { ...process.env, APP_URL: schema.urls.appUrl, SYSTEM_URL: schema.urls.systemUrl };
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', HOOKS, PROGRAM], { env });
    expect(JSON.parse(stdout)).toEqual(['error', 'util']);
  });
});
