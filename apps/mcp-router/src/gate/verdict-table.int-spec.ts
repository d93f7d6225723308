import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { RouterSystem } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { HandWrittenSse } from '../upstream/sse-server.fixture-spec.js';
import { NAMES, RULES, VERDICT_ROWS, type VerdictRow } from './verdict-rows.fixture-spec.js';
import { WAYS_IN, type Cell } from './ways-in.fixture-spec.js';

/** Calls at the same time; the hand-written server of HTTP+SSE answers on the stream that was opened last. */
const AT_ONCE = { modern: 8, legacy: 8, sse: 1 } as const;
type Kind = keyof typeof AT_ONCE;
const KINDS = Object.keys(AT_ONCE) as Kind[];
const WAYS = Object.keys(WAYS_IN) as (keyof typeof WAYS_IN)[];

/** What never reaches a server is the same whatever the server: once over one, and one of each policy over the others. */
const rowsOver = (kind: Kind): readonly VerdictRow[] =>
  kind === 'modern'
    ? VERDICT_ROWS
    : VERDICT_ROWS.filter(({ verdict, called }) => verdict === 'allow' || JSON.stringify(called).includes('issue.get'));

interface Received {
  readonly name: string;
  readonly arguments: unknown;
  readonly authorization: string | undefined;
}

interface LedgerRow {
  readonly principal_id: string;
  readonly verdict: string;
  readonly verdict_code: string;
  readonly state: string;
}

const STATES: Record<string, string> = { allow: 'succeeded', ask: 'pending_approval', deny: 'denied' };

describe('the same call has the same verdict and reaches the same tool', () => {
  let system: RouterSystem;
  let servers: { readonly legacy: TestUpstream; readonly modern: TestUpstream; readonly sse: HandWrittenSse };
  const workspaces = new Map<string, string>();

  /** The credentials of an integration are its slug: they tell as whom a server was called. */
  const fill = async (kind: Kind, isEntitled: boolean): Promise<void> => {
    const { id } = await system.workspace();
    workspaces.set(`${kind} ${isEntitled}`, id);
    for (const { slug, policy } of RULES) {
      const integration = system.neighbours.addIntegration(id, slug, servers[kind]);
      integration.headers = { Authorization: slug };
      if (kind === 'sse') integration.transport = 'sse';
      for (const name of NAMES) system.neighbours.setTool(id, integration, name, policy);
    }
    if (!isEntitled) {
      system.neighbours.change(id, { kind: 'entitlements', entitlements: { agent_approvals: false } });
    }
    await system.followed(id);
  };

  beforeAll(async () => {
    system = await RouterSystem.start();
    servers = {
      legacy: await TestUpstream.start('legacy'),
      modern: await TestUpstream.start('modern'),
      sse: await HandWrittenSse.start(),
    };
    for (const kind of KINDS) for (const isEntitled of [true, false]) await fill(kind, isEntitled);
  });
  afterAll(async () => {
    await system.stop();
    for (const server of Object.values(servers)) await server.stop();
  });

  let nextId = 0;
  const toCell = (row: VerdictRow, kind: Kind): Cell => {
    nextId += 1;
    const workspaceId = workspaces.get(`${kind} ${row.isEntitled}`) ?? '';
    return { row, workspaceId, principalId: newId(), args: { id: nextId } };
  };
  const received = (): Received[] => [
    ...[servers.legacy, servers.modern].flatMap(({ calls }) =>
      calls.map(({ headers, ...call }) => ({ ...call, authorization: headers.authorization })),
    ),
    ...servers.sse.executed,
  ];
  const ledgerOf = async (kind: Kind): Promise<Map<string, LedgerRow>> => {
    const sql = 'select principal_id, verdict, verdict_code, state from calls';
    const ids = [true, false].map((isEntitled) => workspaces.get(`${kind} ${isEntitled}`) ?? '');
    const rows = await Promise.all(ids.map((id) => system.query<LedgerRow>(id, sql)));
    return new Map(rows.flat().map((row) => [row.principal_id, row]));
  };

  it.each(KINDS.flatMap((kind) => WAYS.map((way) => ({ kind, way }))))(
    'by $way, of a server of $kind',
    async ({ kind, way }) => {
      const isHosted = way === 'the submission of a hosted run';
      const rows = rowsOver(kind).filter(({ token }) => !isHosted || token?.isBare !== true);
      const cells = rows.map((row) => toCell(row, kind));
      const left = [...cells];
      const work = async (): Promise<void> => {
        for (let cell = left.shift(); cell !== undefined; cell = left.shift()) await WAYS_IN[way](system, cell);
      };
      await Promise.all(Array.from({ length: AT_ONCE[kind] }, work));
      await eventually(async () => {
        const ledger = await ledgerOf(kind);
        expect(cells.map((cell) => toActual(cell, ledger, received()))).toEqual(cells.map(toExpected));
      });
    },
  );

  it('is asked of all kinds of names, policies and tokens', () => {
    expect(new Set(VERDICT_ROWS.map(({ what }) => what)).size).toBe(VERDICT_ROWS.length);
    expect(VERDICT_ROWS.length).toBeGreaterThan(100);
  });
});

function toExpected({ row: { what, verdict, code, called } }: Cell) {
  const isExecuted = verdict === 'allow' && typeof called !== 'string';
  const sent = isExecuted ? [{ as: called.slug, name: called.toolName }] : [];
  return { what, verdict, code, state: STATES[verdict], sent };
}

function toActual({ row, principalId, args }: Cell, ledger: Map<string, LedgerRow>, received: readonly Received[]) {
  const found = ledger.get(principalId);
  const sent = received
    .filter((call) => (call.arguments as Cell['args']).id === args.id)
    .map(({ authorization, name }) => ({ as: authorization, name }));
  return { what: row.what, verdict: found?.verdict, code: found?.verdict_code, state: found?.state, sent };
}
