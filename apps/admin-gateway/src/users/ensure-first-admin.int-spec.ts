import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@countersign/database';
import { freePort } from '@countersign/testing';
import { ADMIN, GatewaySystem, startReplica } from '../test-system.fixture-spec.js';

describe('the first start', () => {
  let system: GatewaySystem;

  beforeAll(async () => {
    system = await GatewaySystem.start({ firstAdmin: undefined });
  });
  afterAll(() => system.stop());

  const rows = (): Promise<{ email: string; role: string; slug: string }[]> =>
    system.app
      .get(Database)
      .system((tx) =>
        tx.query(
          'select email, role, slug from users u join members m on m.user_id = u.id join workspaces w on w.id = m.workspace_id',
        ),
      );

  it('makes the workspace alone where no admin is configured', async () => {
    expect(await system.workspaceId()).toMatch(/^[0-9a-f-]{36}$/);
    expect(await rows()).toEqual([]);
    await expect(system.signIn()).rejects.toThrow('401');
  });

  it('makes one admin, however many replicas start at once, and changes nothing later', async () => {
    const start = async (firstAdmin = ADMIN): Promise<void> => {
      const http = { ...system.config.http, port: await freePort() };
      const replica = await startReplica({ ...system.config, http, firstAdmin });
      await replica.close();
    };
    await Promise.all([start(), start(), start()]);
    const one = [{ email: ADMIN.email.toLowerCase(), role: 'admin', slug: 'default' }];
    expect(await rows()).toEqual(one);
    await start({ email: 'other@example.com', password: 'another password' });
    expect(await rows()).toEqual(one);
    await expect(system.signIn()).resolves.toBeDefined();
  });
});
