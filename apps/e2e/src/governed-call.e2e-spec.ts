import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalView, CallView, ToolView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { type Era, Inspector, textOf, type ToolResult } from './system/inspector.js';
import { createToken } from './system/create-token.js';
import { countersign, countersignJson } from './system/run-command.js';
import { RunningSystem } from './system/running-system.js';
import { callByName } from './system/sdk-client.js';
import { TrackerLedger } from './system/tracker-ledger.js';

const START_TIMEOUT_MS = 150_000;
const STORY_TIMEOUT_MS = 120_000;
const DELETE = 'Tracker__issue_x2Edelete';

let system: RunningSystem;

beforeAll(async () => {
  system = await RunningSystem.start(0);
}, START_TIMEOUT_MS);

afterAll(async () => {
  await system.stop();
}, START_TIMEOUT_MS);

/** The approval that a call of this tool waits for. */
async function pendingFor(tool: string): Promise<ApprovalView> {
  return eventually(async () => {
    const pending = await countersignJson<ApprovalView[]>(system, 'approvals', 'list');
    const found = pending.find(({ toolName }) => toolName === tool);
    if (!found) throw new Error(`no approval of ${tool} yet`);
    return found;
  });
}

type Call = (name: string, args: Record<string, unknown>) => Promise<ToolResult>;

/** A client that declares no tasks, as the Inspector does, and is not held: it is answered with a ticket at once. */
async function impatientClient(): Promise<Call> {
  const token = await createToken(system, { name: 'impatient', kind: 'mcp', scopes: [], holdMs: 0 });
  return (name, args) => callByName(system, 'modern', name, args, token);
}

/** Until the router enforces that a tool asks; what was asked on the way is denied. */
async function untilAsks(toolName: string, exposedName: string): Promise<void> {
  const call = await impatientClient();
  await eventually(async () => {
    expect(textOf(await call(exposedName, { id: 'PROBE' }))).toMatch(/not executed/i);
  });
  await countersignJson(system, 'approvals', 'deny', (await pendingFor(toolName)).id, '--reason', 'a probe');
}

async function createIssue(title: string): Promise<string> {
  const created = await new Inspector(system, 'modern').call('Tracker__issue_x2Ecreate', { title });
  return (JSON.parse(textOf(created)) as { id: string }).id;
}

describe('a governed call', () => {
  it('[START-1] is possible after one command', async () => {
    expect(system.dev.upstreams.map(({ slug }) => slug)).toEqual(['Tracker', 'Everything']);
    const health = await fetch(`${system.dev.webUrl}/health/ready`);
    expect(health.status).toBe(200);
    const page = await fetch(system.dev.webUrl);
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it.each<Era>(['legacy', 'modern'])(
    '[LIST-1] shows a %s client the offered tools, by their exposed names',
    async (era) => {
      await countersignJson(system, 'tools', 'set', 'Tracker', 'issue.comment.add', '--disable');
      const inspector = new Inspector(system, era);
      await eventually(async () =>
        expect(await inspector.listTools()).not.toContain('Tracker__issue_x2Ecomment_x2Eadd'),
      );
      const tools = await inspector.listTools();
      expect(tools).toEqual(expect.arrayContaining(['Tracker__issue_x2Eget', 'Tracker__issue__get', DELETE]));
      expect(tools).toContain('countersign__approval_status');
      expect(tools.filter((name) => !/^[a-zA-Z][a-zA-Z0-9_-]{0,45}$/.test(name))).toEqual([]);
      await countersignJson(system, 'tools', 'set', 'Tracker', 'issue.comment.add', '--enable');
    },
    STORY_TIMEOUT_MS,
  );

  it.each<Era>(['legacy', 'modern'])(
    '[CALL-1] is answered at once for a %s client when it is allowed',
    async (era) => {
      const ledger = await TrackerLedger.open(system);
      const result = await new Inspector(system, era).call('Tracker__issue_x2Eget', { id: 'ISSUE-1' });
      expect(result.isError ?? false).toBe(false);
      expect(textOf(result)).toContain('ISSUE-1');
      expect(await ledger.executed('issue.get')).toHaveLength(1);
      await eventually(async () => {
        const calls = await countersignJson<CallView[]>(system, 'calls', 'list', '--state', 'succeeded');
        expect(calls.some(({ toolName }) => toolName === 'issue.get')).toBe(true);
      });
    },
    STORY_TIMEOUT_MS,
  );

  it.each<Era>(['legacy', 'modern'])(
    '[CALL-2] waits for a person and runs once, exactly as approved (%s client)',
    async (era) => {
      const id = await createIssue(`for ${era}`);
      const ledger = await TrackerLedger.open(system);
      const answer = new Inspector(system, era).call(DELETE, { id });
      const approval = await pendingFor('issue.delete');
      expect(await ledger.entries()).toEqual([]);
      const shown = await countersignJson<ApprovalView & { arguments: string }>(
        system,
        'approvals',
        'show',
        approval.id,
      );
      expect(JSON.parse(shown.arguments)).toEqual({ id });
      await countersignJson(system, 'approvals', 'approve', approval.id);
      expect(textOf(await answer)).toContain(`Deleted ${id}`);
      const executed = await ledger.executed('issue.delete');
      expect(executed.map((entry) => entry.arguments)).toEqual([{ id }]);
      expect(await ledger.entries()).toHaveLength(1);
      const again = await countersign(system, 'approvals', 'deny', approval.id);
      expect(again).toMatchObject({ code: 4, stderr: expect.stringContaining('approval.already_decided') });
    },
    STORY_TIMEOUT_MS,
  );

  it.each<Era>(['legacy', 'modern'])(
    '[CALL-3] is denied with a reason that the %s client reads',
    async (era) => {
      const id = await createIssue(`kept for ${era}`);
      const ledger = await TrackerLedger.open(system);
      const answer = new Inspector(system, era).call(DELETE, { id });
      const approval = await pendingFor('issue.delete');
      await countersignJson(system, 'approvals', 'deny', approval.id, '--reason', 'it is still needed');
      const result = await answer;
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/Denied by .*: it is still needed/);
      expect(await ledger.entries()).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it.each<Era>(['legacy', 'modern'])(
    '[CALL-4] is refused for a %s client when the tool is off, even by name',
    async (era) => {
      await countersignJson(system, 'tools', 'set', 'Tracker', 'issue.list', '--disable');
      const ledger = await TrackerLedger.open(system);
      await eventually(async () => {
        const result = await callByName(system, era, 'Tracker__issue_x2Elist', {});
        expect(result.isError).toBe(true);
        expect(textOf(result)).toMatch(/Not available/);
      });
      const executed = await ledger.executed('issue.list');
      // A policy is of the tool of an integration, whatever people call that.
      await countersignJson(system, 'servers', 'update', 'Tracker', '--name', `Tracker of the ${era} client`);
      expect(textOf(await callByName(system, era, 'Tracker__issue_x2Elist', {}))).toMatch(/Not available/);
      await countersignJson(system, 'tools', 'set', 'Tracker', 'issue.list', '--enable');
      expect(executed.length).toBeLessThanOrEqual(1);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[CALL-5] gives a client that does not wait a ticket, and the result to the identical call',
    async () => {
      const id = await createIssue('with a ticket');
      const call = await impatientClient();
      const ledger = await TrackerLedger.open(system);
      const ticket = await call(DELETE, { id });
      expect(ticket.isError).toBe(true);
      const approval = await pendingFor('issue.delete');
      expect(textOf(ticket)).toMatch(/not executed/i);
      expect(textOf(ticket)).toContain(approval.id);
      expect(textOf(await call(DELETE, { id }))).toContain(approval.id);
      await countersignJson(system, 'approvals', 'approve', approval.id);
      await eventually(async () => expect(textOf(await call(DELETE, { id }))).toContain(`Deleted ${id}`));
      expect(await ledger.executed('issue.delete')).toHaveLength(1);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('names', () => {
  const CASES = [
    { off: 'issue.get', on: 'issue__get', exposedOff: 'Tracker__issue_x2Eget', exposedOn: 'Tracker__issue__get' },
    { off: 'issue__get', on: 'issue.get', exposedOff: 'Tracker__issue__get', exposedOn: 'Tracker__issue_x2Eget' },
  ] as const;

  it.each(CASES)(
    '[NAME-1] $off and $on never reach each other',
    async ({ off, on, exposedOff, exposedOn }) => {
      await countersignJson<ToolView[]>(system, 'tools', 'set', 'Tracker', off, '--disable');
      const inspector = new Inspector(system, 'modern');
      await eventually(async () => expect(await inspector.listTools()).not.toContain(exposedOff));
      const ledger = await TrackerLedger.open(system);
      expect((await callByName(system, 'modern', exposedOff, { id: 'ISSUE-1' })).isError).toBe(true);
      expect((await callByName(system, 'legacy', exposedOff, { id: 'ISSUE-1' })).isError).toBe(true);
      expect(await ledger.entries()).toEqual([]);
      await inspector.call(exposedOn, { id: 'ISSUE-1' });
      expect((await ledger.entries()).map(({ ranTool }) => ranTool)).toEqual([on]);
      await countersignJson<ToolView[]>(system, 'tools', 'set', 'Tracker', off, '--enable');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[NAME-1] an approval of one is not an approval of the other',
    async () => {
      await countersignJson(system, 'tools', 'set', 'Tracker', 'issue.get', 'issue__get', '--ask');
      await untilAsks('issue.get', 'Tracker__issue_x2Eget');
      await untilAsks('issue__get', 'Tracker__issue__get');
      const ledger = await TrackerLedger.open(system);
      const inspector = new Inspector(system, 'modern');
      const [dotted, underscored] = [
        inspector.call('Tracker__issue_x2Eget', { id: 'ISSUE-1' }),
        inspector.call('Tracker__issue__get', { id: 'ISSUE-1' }),
      ];
      await countersignJson(system, 'approvals', 'approve', (await pendingFor('issue.get')).id);
      await countersignJson(system, 'approvals', 'deny', (await pendingFor('issue__get')).id, '--reason', 'no');
      expect((await dotted).isError ?? false).toBe(false);
      expect((await underscored).isError).toBe(true);
      expect((await ledger.entries()).map(({ ranTool }) => ranTool)).toEqual(['issue.get']);
      await countersignJson(system, 'tools', 'set', 'Tracker', 'issue.get', 'issue__get', '--open');
    },
    STORY_TIMEOUT_MS,
  );
});

describe('doors', () => {
  it('[AUTH-1] an admin token cannot approve, an API token is no MCP token, and nobody enters without one', async () => {
    const { dev } = system;
    const decision = await fetch(`${dev.apiUrl}/workspaces/default/approvals/${dev.workspaceId}/decision`, {
      method: 'POST',
      headers: { authorization: `Bearer ${dev.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ decision: 'approve' }),
    });
    expect(decision.status).toBe(403);
    expect(await decision.json()).toMatchObject({ code: 'scope.required' });
    expect((await fetch(`${dev.apiUrl}/workspaces/default/calls`)).status).toBe(401);
    for (const token of [dev.adminToken, 'nonsense', '']) {
      const answer = await fetch(dev.mcpUrl, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('resource_metadata');
    }
  });
});
