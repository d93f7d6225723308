import { describe, expect, it } from '@jest/globals';
import { migrate, newId, provisionService } from '@countersign/database';
import { createTestDatabase, TEST_PASSWORDS } from '@countersign/testing';
import pg from 'pg';
import { AuditOfDecisions1700000004000 } from './audit-of-decisions.migration.js';
import { MIGRATIONS } from './migrations.js';

const BEFORE = MIGRATIONS.slice(0, MIGRATIONS.indexOf(AuditOfDecisions1700000004000));

describe('an audit from before it was told who the person behind was', () => {
  it('is found by who acted, whatever they are called', async () => {
    const service = { service: 'admin-gateway', passwords: TEST_PASSWORDS } as const;
    const database = await createTestDatabase();
    const { ownerUrl } = await provisionService(database.url, {
      ...service,
      database: database.name,
      migrations: BEFORE,
    });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const name = '","id":"x","ownerId":"y" \u0000';
    for (const actor of [
      { kind: 'token', id: 'token-1', name, ownerId: 'person-1' },
      { kind: 'system', id: 'integration-registry', name },
    ]) {
      await client.query(
        `insert into admin_gateway.audit_entries (id, workspace_id, event_id, at, action, actor, details)
         values ($1::uuid, $1::uuid, $1::uuid::text, now(), 'integration.updated', $2, '{}')`,
        [newId(), JSON.stringify(actor)],
      );
    }
    await migrate({ ownerUrl, service: 'admin-gateway', migrations: MIGRATIONS });
    const { rows } = await client.query('select actor_id, owner_id from admin_gateway.audit_entries order by id');
    const { rows: tables } = await client.query(
      `select relforcerowsecurity from pg_class where oid = 'admin_gateway.audit_entries'::regclass`,
    );
    await client.end();
    await database.drop();
    expect(rows).toEqual([
      { actor_id: 'token-1', owner_id: 'person-1' },
      { actor_id: 'integration-registry', owner_id: null },
    ]);
    expect(tables).toEqual([{ relforcerowsecurity: true }]);
  });
});
