import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import pg from 'pg';
import type { Database } from './database.js';
import { databaseNow, newId } from './new-id.js';
import { openDatabase } from './open-database.js';
import { createSampleSchema, Note } from './sample-schema.fixture-spec.js';
import type { SampleSchema } from './sample-schema.fixture-spec.js';

describe('Database', () => {
  let schema: SampleSchema;
  let database: Database;
  const [ours, theirs] = [newId(), newId()];

  const write = async (workspaceId: string, body = 'text', table = 'notes'): Promise<string> => {
    const id = newId();
    await database.transaction(workspaceId, (tx) =>
      tx.query(`insert into ${table} (id, workspace_id, body) values ($1, $2, $3)`, [id, workspaceId, body]),
    );
    return id;
  };
  const bodyOf = (id: string): Promise<Note | null> =>
    database.read(ours, (tx) => tx.getRepository(Note).findOneBy({ id }));

  beforeAll(async () => {
    schema = await createSampleSchema();
    database = await schema.open();
  });
  afterAll(async () => {
    await database.close();
    await schema.drop();
  });

  describe('isolation by workspace', () => {
    it('shows a workspace its own rows alone', async () => {
      const [own, foreign] = [await write(ours), await write(theirs)];
      const ids = await database.read(ours, async (tx) => (await tx.find(Note)).map((note) => note.id));
      expect(ids).toContain(own);
      expect(ids).not.toContain(foreign);
    });

    it('refuses to insert a row of another workspace', async () => {
      const writing = database.transaction(ours, (tx) =>
        tx.insert(Note, { id: newId(), workspaceId: theirs, body: 'planted' }),
      );
      await expect(writing).rejects.toThrow('violates row-level security policy');
    });

    it('changes no row of another workspace', async () => {
      const id = await write(theirs, 'untouched');
      const { affected } = await database.transaction(ours, (tx) => tx.update(Note, { id }, { body: 'changed' }));
      expect(affected).toBe(0);
    });

    it('shows nothing and takes nothing in a session that set no workspace', async () => {
      await write(ours);
      const client = new pg.Client({ connectionString: schema.urls.appUrl });
      await client.connect();
      expect((await client.query('select * from notes')).rowCount).toBe(0);
      await expect(client.query(`insert into notes values ($1, $2, '')`, [newId(), ours])).rejects.toThrow(
        'violates row-level security policy',
      );
      await client.end();
    });

    it('leaves no workspace behind on the connection', async () => {
      const { appUrl, systemUrl } = schema.urls;
      const alone = await openDatabase({
        service: 'policy',
        app: { url: appUrl },
        system: { url: systemUrl },
        entities: [Note],
        poolSize: 1,
      });
      await alone.transaction(ours, (tx) => tx.count(Note));
      await alone.read(ours, (tx) => tx.count(Note));
      const left = await alone['app'].query<object[]>(
        `select current_setting('app.workspace_id', true) as workspace, current_setting('transaction_read_only') as read_only`,
      );
      expect(left).toEqual([{ workspace: '', read_only: 'off' }]);
      await alone.close();
    });

    it('has no default workspace', async () => {
      await expect(database.transaction('', () => Promise.resolve())).rejects.toMatchObject({
        code: 'database.invalid_workspace',
      });
      await expect(database.read("x' or true --", () => Promise.resolve())).rejects.toMatchObject({
        code: 'database.invalid_workspace',
      });
    });

    it('holds for the owner of the tables too', async () => {
      await write(ours);
      const client = new pg.Client({ connectionString: schema.urls.ownerUrl });
      await client.connect();
      expect((await client.query('select * from notes')).rowCount).toBe(0);
      await client.end();
    });

    it('keeps itself apart when workspaces take turns on the same connections', async () => {
      const workspaces = Array.from({ length: 40 }, () => newId());
      const counts = await Promise.all(
        workspaces.map(async (workspaceId) => {
          await write(workspaceId);
          return database.read(workspaceId, (tx) => tx.count(Note));
        }),
      );
      expect(counts).toEqual(workspaces.map(() => 1));
    });
  });

  describe('the roles', () => {
    it('let the system role see every workspace, in the tables named for it alone', async () => {
      const ids = [await write(ours), await write(theirs)];
      const seen = await database.system(async (tx) => (await tx.find(Note)).map((note) => note.id));
      expect(seen).toEqual(expect.arrayContaining(ids));
      await write(ours, 'sealed', 'secrets');
      await expect(database.system((tx) => tx.query('select * from secrets'))).rejects.toThrow('permission denied');
    });

    it.each([
      ['delete from notes', 'permission denied'],
      ['update notes set workspace_id = workspace_id', 'permission denied'],
      ['truncate notes', 'permission denied'],
      ['alter table notes disable row level security', 'must be owner'],
      ['drop policy workspace_isolation on notes', 'must be owner'],
      ['create table policy.mine ()', 'permission denied'],
      ['create table public.mine ()', 'permission denied'],
      ['create schema mine', 'permission denied'],
      ['create temp table mine ()', 'permission denied'],
      ['select * from outbox', 'permission denied'],
      ['select * from migrations', 'permission denied'],
      ['set role policy_owner', 'permission denied'],
      ['set role policy_system', 'permission denied'],
    ])('refuse the app role: %s', async (sql, message) => {
      await expect(database.transaction(ours, (tx) => tx.query(sql))).rejects.toThrow(message);
    });

    it('do not write by accident: the system role has what was granted and no more', async () => {
      await expect(database.system((tx) => tx.query(`update notes set body = ''`))).rejects.toThrow(
        'permission denied',
      );
    });
  });

  describe('a transaction', () => {
    it('is undone as a whole by an error', async () => {
      const id = newId();
      const failing = database.transaction(ours, async (tx) => {
        await tx.insert(Note, { id, workspaceId: ours, body: 'half' });
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await bodyOf(id)).toBeNull();
    });

    it('runs again as a whole after a deadlock', async () => {
      const [first, second] = [await write(ours, '0'), await write(ours, '0')];
      let runs = 0;
      let met = (): void => undefined;
      const bothHoldOne = new Promise<void>((resolve) => (met = resolve));
      let holding = 0;
      const bump = (ids: string[]): Promise<void> =>
        database.transaction(ours, async (tx) => {
          runs += 1;
          for (const id of ids) {
            await tx.query('update notes set body = (body::int + 1)::text where id = $1', [id]);
            holding += 1;
            if (holding === 2) met();
            await bothHoldOne;
          }
        });
      await Promise.all([bump([first, second]), bump([second, first])]);
      expect(runs).toBe(3);
      expect([(await bodyOf(first))?.body, (await bodyOf(second))?.body]).toEqual(['2', '2']);
    });

    it('does not run again after any other error', async () => {
      let runs = 0;
      const failing = database.transaction(ours, (tx) => {
        runs += 1;
        return tx.query('select 1/0');
      });
      await expect(failing).rejects.toThrow('division by zero');
      expect(runs).toBe(1);
    });

    it('keeps values out of its errors, and the constraint in them', async () => {
      const id = await write(ours, 'first');
      const failing = database.transaction(ours, (tx) =>
        tx.insert(Note, { id, workspaceId: ours, body: 'canary-secret' }),
      );
      const error: unknown = await failing.catch((reason: unknown) => reason);
      expect(error).toMatchObject({ driverError: { code: '23505', constraint: 'notes_pkey' } });
      const missing = database.transaction(ours, (tx) =>
        tx.query('insert into notes (workspace_id, body) values ($1, $2)', [ours, 'canary-secret']),
      );
      const other: unknown = await missing.catch((reason: unknown) => reason);
      expect(other).toMatchObject({ driverError: { code: '23502' } });
      expect(inspect([error, other], { depth: 10, showHidden: true })).not.toMatch(new RegExp(`canary-secret|${id}`));
    });

    it('gives up a lock that does not come', async () => {
      const id = await write(ours);
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      let locked = (): void => undefined;
      const isLocked = new Promise<void>((resolve) => (locked = resolve));
      const holder = database.transaction(ours, async (tx) => {
        await tx.update(Note, { id }, { body: 'held' });
        locked();
        await released;
      });
      await isLocked;
      const waiter = database.transaction(ours, (tx) => tx.update(Note, { id }, { body: 'late' }));
      await expect(waiter).rejects.toThrow('lock timeout');
      release();
      await holder;
    });

    it('tells the time of the database, the same throughout', async () => {
      const [first, second] = await database.transaction(ours, async (tx) => [
        await databaseNow(tx),
        await databaseNow(tx),
      ]);
      expect(first).toEqual(second);
      expect(Math.abs((first?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    });
  });

  describe('a read', () => {
    it('refuses to write', async () => {
      await expect(
        database.read(ours, (tx) => tx.insert(Note, { id: newId(), workspaceId: ours, body: '' })),
      ).rejects.toThrow('read-only transaction');
    });

    it('sees one snapshot throughout', async () => {
      const [before, after] = await database.read(ours, async (tx) => {
        const count = await tx.count(Note);
        await write(ours);
        return [count, await tx.count(Note)];
      });
      expect(after).toBe(before);
    });
  });

  it('says when it is reachable', async () => {
    await expect(database.check()).resolves.toBeUndefined();
  });
});
