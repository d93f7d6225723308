import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AuditedRow,
  DomainError,
  listAuditedRows,
  policyAudited,
  type PolicyAudited,
} from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { publishEvent } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';
import { AuditCatchUpSweeper } from './audit-catch-up.sweeper.js';
import type { AuditPage } from './audit.dto.js';

const READ_AT = '2026-11-23T10:00:00.000Z';

describe('the audit of a gateway that did not hear everything', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let workspaceId: string;
  /** Of policy, in its order. */
  let record: AuditedRow[];

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
    system.neighbours.answer(listAuditedRows, ({ workspaceId: asked, cursor }) => {
      const index = Number(cursor ?? '0');
      const items = asked === workspaceId ? record.slice(index, index + 1) : [];
      return { items, nextCursor: index + 1 < record.length ? `${index + 1}` : null, readAt: READ_AT };
    });
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    record = [];
    await system.app.get(Database).system((tx) => tx.query('update audit_catch_ups set due_at = now()'));
  });

  const aRow = (toolName: string, integrationId: string): AuditedRow => ({
    id: newId(),
    at: '2026-11-23T09:00:00.000Z',
    action: 'tool_policy.updated',
    actor: { kind: 'user', id: newId(), name: 'Ann' },
    way: 'cli',
    integrationId,
    toolName,
    approvalId: null,
    revision: 7,
    before: null,
    after: '{"enabled":false}',
    requestId: 'request-1',
  });
  const tell = async (row: PolicyAudited): Promise<void> => {
    const event = { id: row.id, type: policyAudited.subject, workspaceId, aggregateId: row.id, occurredAt: row.at };
    const { jetstream } = system.neighbours.busOf('policy');
    await publishEvent(jetstream, policyAudited, { ...event, data: row }, newId());
  };
  const toolsOf = async (integrationId: string): Promise<unknown[]> => {
    const { body } = await admin.get<AuditPage>(`/api/v1/workspaces/default/audit?integrationId=${integrationId}`);
    return body.items.map(({ details }) => details['toolName']).sort();
  };
  const sweep = () => system.app.get(AuditCatchUpSweeper).sweep();

  it('has what policy recorded although no event told of it, as an event would have', async () => {
    const integrationId = newId();
    record = [aRow('a', integrationId), aRow('b', integrationId)];
    await sweep();
    expect(await toolsOf(integrationId)).toEqual(['a', 'b']);
    const { body } = await admin.get<AuditPage>(`/api/v1/workspaces/default/audit?integrationId=${integrationId}`);
    const { action, actor, way, at, requestId } = record[1] ?? aRow('', '');
    expect(body.items[0]).toMatchObject({ action, actor, way, at, requestId, details: { revision: 7 } });
  });

  it('has once what an event told of before it was asked for, and what an event tells of later', async () => {
    const integrationId = newId();
    const [before, after] = [aRow('before', integrationId), aRow('after', integrationId)];
    await tell(before);
    await eventually(async () => expect(await toolsOf(integrationId)).toEqual(['before']));
    record = [before, after];
    await sweep();
    await tell(after);
    const last = aRow('last', integrationId);
    await tell(last);
    await eventually(async () => expect(await toolsOf(integrationId)).toEqual(['after', 'before', 'last']));
  });

  it('has every row of an event that tells of several', async () => {
    const integrationId = newId();
    const [first, ...others] = [aRow('a', integrationId), aRow('b', integrationId), aRow('c', integrationId)] as const;
    await tell({ ...first, others });
    await tell({ ...first, others });
    await eventually(async () => expect(await toolsOf(integrationId)).toEqual(['a', 'b', 'c']));
  });

  it('asks next from a little before it asked last, and not again at once', async () => {
    await sweep();
    const asked = (): string[] =>
      system.neighbours
        .inputsOf(listAuditedRows)
        .filter((input) => input.workspaceId === workspaceId)
        .map(({ since }) => since);
    await system.app.get(Database).system((tx) => tx.query('update audit_catch_ups set due_at = now()'));
    await sweep();
    expect(asked().at(-1)).toBe('2026-11-23T09:50:00.000Z');
    const { length } = asked();
    await sweep();
    expect(asked()).toHaveLength(length);
  });

  it('compares the other workspaces although the answer for one is an error, and that one later', async () => {
    const integrationId = newId();
    const rows = [aRow('a', integrationId)];
    const broken = await system.addWorkspace();
    system.neighbours.answer(listAuditedRows, ({ workspaceId: asked }) => {
      if (asked === broken) throw new DomainError('policy.unavailable', 'Not now.');
      return { items: asked === workspaceId ? rows : [], nextCursor: null, readAt: READ_AT };
    });
    await sweep();
    expect(await toolsOf(integrationId)).toEqual(['a']);
    const [row] = await system.app
      .get(Database)
      .system((tx) =>
        tx.query<{ soon: boolean }[]>(
          `select due_at between now() and now() + interval '61 seconds' as soon from audit_catch_ups where workspace_id = $1`,
          [broken],
        ),
      );
    expect(row?.soon).toBe(true);
  });
});
