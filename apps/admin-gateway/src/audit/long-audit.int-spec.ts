import { request, type IncomingMessage } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@countersign/database';
import { AuditRepository } from './audit.repository.js';
import { PATH, theAudit } from './audit.fixture-spec.js';

/** With the length of each, twice what the buffers of a connection hold: an export waits for its reader. */
const ENTRIES = 12_000;
const TEXT_LENGTH = 1_500;

describe('a long audit', () => {
  const audit = theAudit();

  /** Nearly all of it decisions, and in between what hardly ever happens. */
  beforeAll(async () => {
    await audit.system.asOwner(
      `insert into audit_entries (id, workspace_id, event_id, at, action, actor, actor_id, details)
       select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '${audit.workspaceId}', 'event ' || n, now(),
         case when n % 5000 = 7 then 'signing_key.rotated' when n % 10 = 0 then 'token.created' else 'approval.approved' end,
         '{"kind":"user","id":"ann","name":"Ann"}', 'ann', '{"text":"' || repeat('x', ${TEXT_LENGTH}) || '"}'
       from generate_series(1, ${ENTRIES}) n`,
    );
    await audit.system.asOwner('analyze audit_entries');
  });

  const planOf = (action: string): Promise<string> =>
    audit.system.app.get(Database).read(audit.workspaceId, async (tx) => {
      const listing = audit.system.app.get(AuditRepository).listing(tx, audit.workspaceId, { action }, 101);
      const [sql, values] = listing.getQueryAndParameters();
      const rows = await tx.query<{ 'QUERY PLAN': string }[]>(`explain ${sql}`, values);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });

  /** The beginning of an answer that nobody reads on. */
  const startExport = (token: string, query = ''): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: audit.system.anonymous.port,
        path: `${PATH}/export${query}`,
        agent: false,
      };
      const sent = request({ ...options, headers: { authorization: `Bearer ${token}` } }, resolve);
      sent.once('error', reject).end();
    });
  const makeToken = async (): Promise<Record<string, string>> => {
    const wanted = { name: 'Exporter', kind: 'api', scopes: ['audit:read'] };
    return (await audit.admin.post<Record<string, string>>('/api/v1/workspaces/default/tokens', wanted)).body;
  };
  const idsOf = (lines: string): string[] =>
    lines
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);

  it.each([
    ['an action', 'signing_key.rotated'],
    ['an action that never was', 'signing_key.lost'],
    ['a kind of actions', 'signing_key'],
    ['a kind that never was', 'never'],
  ])('is not read through for %s: %s', async (_what, action) => {
    const plan = await planOf(action);
    expect(plan).toContain('audit_entries_by_action');
    expect(plan).not.toMatch(/Seq Scan|audit_entries_(listing|pkey)/);
  });

  it('is exported in order, each entry once, while it grows', async () => {
    const { token = '' } = await makeToken();
    const response = await startExport(token, '?action=token');
    const before = (await audit.list('?action=token&limit=1')).items;
    await makeToken();
    const after = (await audit.list('?action=token&limit=1')).items;
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
    const ids = idsOf(text);
    expect(ids.slice(0, 1)).toEqual(before.map(({ id }) => id));
    expect(ids).not.toContain(after[0]?.id);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect([ids.length, new Set(ids).size]).toEqual([ENTRIES / 10 + 1, ENTRIES / 10 + 1]);
  });

  it('breaks off, as no complete answer, when the right to read it is lost on the way', async () => {
    const { token = '', id = '' } = await makeToken();
    const response = await startExport(token);
    expect((await audit.admin.delete(`/api/v1/workspaces/default/tokens/${id}`)).status).toBe(204);
    let bytes = 0;
    const reading = (async () => {
      for await (const chunk of response) bytes += (chunk as Buffer).length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(bytes).toBeLessThan(ENTRIES * TEXT_LENGTH);
  });
});
