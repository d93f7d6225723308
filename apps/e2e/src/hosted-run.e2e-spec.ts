import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalView, IntegrationView, RunView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { filesWith } from './system/files-with.js';
import { countersign, countersignJson, runNode } from './system/run-command.js';
import { ROOT, RunningSystem } from './system/running-system.js';
import { TrackerLedger } from './system/tracker-ledger.js';

const START_TIMEOUT_MS = 150_000;
const STORY_TIMEOUT_MS = 180_000;

let system: RunningSystem;

beforeAll(async () => {
  system = await RunningSystem.start(1);
}, START_TIMEOUT_MS);

afterAll(async () => {
  await system.stop();
}, START_TIMEOUT_MS);

function startRun(prompt: string): Promise<RunView> {
  return countersignJson<RunView>(system, 'agent', 'run', prompt, '--no-wait');
}

async function untilSuspended(runId: string): Promise<ApprovalView[]> {
  return eventually(
    async () => {
      const pending = await countersignJson<ApprovalView[]>(system, 'approvals', 'list');
      const ofRun = pending.filter((approval) => approval.runId === runId);
      if (ofRun.length === 0) throw new Error('the run asks for nothing yet');
      return ofRun;
    },
    { timeoutMs: 30_000 },
  );
}

describe('a hosted run', () => {
  it(
    '[RUN-1] is suspended, survives the death of every process, and goes on after the decision',
    async () => {
      const { id } = await startRun('call mcp__Tracker__issue_x2Edelete {"id":"ISSUE-2"}');
      const [approval] = await untilSuspended(id);
      const before = await TrackerLedger.open(system);
      expect(await before.entries()).toEqual([]);

      await system.killEverything();
      await system.launch();

      // The tracker is a new process too, with a ledger of its own.
      const ledger = await TrackerLedger.open(system);
      const attached = countersignJson<RunView>(system, 'agent', 'attach', id);
      await countersignJson(system, 'approvals', 'approve', approval?.id ?? '');
      const run = await attached;
      expect(run.status).toBe('finished');
      expect(run.answer).toContain('Deleted ISSUE-2');
      expect((await ledger.executed('issue.delete')).map((entry) => entry.arguments)).toEqual([{ id: 'ISSUE-2' }]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[RUN-2] is told of a denial and its reason, and goes on',
    async () => {
      const ledger = await TrackerLedger.open(system);
      const { id } = await startRun('call mcp__Tracker__issue_x2Edelete {"id":"ISSUE-1"}');
      const [approval] = await untilSuspended(id);
      await countersignJson(system, 'approvals', 'deny', approval?.id ?? '', '--reason', 'not that one');
      const run = await countersignJson<RunView>(system, 'agent', 'attach', id);
      expect(run).toMatchObject({ status: 'finished', turns: 2 });
      expect(run.answer).toMatch(/Denied by .*: not that one/);
      expect(await ledger.entries()).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[RUN-1] waits for every call of a turn, whatever order they are decided in',
    async () => {
      const ledger = await TrackerLedger.open(system);
      const prompt = ['ISSUE-1', 'ISSUE-3', 'ISSUE-4'].map(
        (issue) => `call mcp__Tracker__issue_x2Edelete {"id":"${issue}"}`,
      );
      const { id } = await startRun(prompt.join('\n'));
      const approvals = await eventually(async () => {
        const ofRun = await untilSuspended(id);
        expect(ofRun).toHaveLength(3);
        return ofRun;
      });
      for (const [index, approval] of [...approvals].reverse().entries()) {
        await countersignJson(system, 'approvals', index === 1 ? 'deny' : 'approve', approval.id);
      }
      const run = await countersignJson<RunView>(system, 'agent', 'attach', id);
      expect(run.status).toBe('finished');
      expect(run.calls.map(({ state }) => state).sort()).toEqual(['denied', 'succeeded', 'succeeded']);
      expect(await ledger.executed('issue.delete')).toHaveLength(2);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a call that is denied at once', () => {
  it(
    '[RUN-2] does not hold up its run, nor its siblings',
    async () => {
      const prompt = ['call mcp__Tracker__nope {}', 'call mcp__Tracker__issue_x2Eget {"id":"ISSUE-1"}'].join('\n');
      const run = await countersignJson<RunView>(system, 'agent', 'run', prompt);
      expect(run.status).toBe('finished');
      expect(run.calls.map(({ state }) => state)).toEqual(['denied', 'succeeded']);
      expect(run.answer).toMatch(/Not available/);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('bad input', () => {
  const bad = (url: string, ...options: string[]) => countersign(system, 'servers', 'add', url, ...options);

  it(
    '[INPUT-1] names what is wrong with a server and stores nothing',
    async () => {
      const before = await countersignJson<IntegrationView[]>(system, 'servers', 'list');
      const notMcp = `${system.dev.webUrl}/api/openapi.json`;
      const nobody = `http://127.0.0.1:${system.portBase + 99}/mcp`;
      expect((await bad(nobody, '--slug', 'Nobody')).stderr).toContain('discovery.unreachable');
      expect((await bad(notMcp, '--slug', 'NotMcp')).stderr).toContain('discovery.not_mcp');
      expect((await bad('https://169.254.169.254/mcp', '--slug', 'Meta')).stderr).toContain('egress.refused');
      expect((await bad('http://10.0.0.1/mcp', '--slug', 'Private')).stderr).toContain('egress.refused');
      const tracker = system.dev.upstreams[0]?.url ?? '';
      expect((await bad(tracker, '--slug', 'has__underscores')).stderr).toContain('integration.bad_slug');
      expect((await bad(tracker, '--slug', 'tracker')).stderr).toContain('integration.slug_taken');
      expect(await countersignJson<IntegrationView[]>(system, 'servers', 'list')).toHaveLength(before.length);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[INPUT-1] names an unknown tool and an unknown approval',
    async () => {
      const tool = await countersign(system, 'tools', 'set', 'Tracker', 'issue.nope', '--disable');
      expect(tool).toMatchObject({ code: 3, stderr: expect.stringContaining('policy.unknown_tool') });
      const approval = await countersign(system, 'approvals', 'approve', '01890000-0000-7000-8000-000000000000');
      expect(approval).toMatchObject({ code: 3, stderr: expect.stringContaining('approval.not_found') });
    },
    STORY_TIMEOUT_MS,
  );

  it('[INPUT-1] answers malformed JSON with a problem and no stack trace', async () => {
    const { dev } = system;
    const rest = await fetch(`${dev.apiUrl}/workspaces/default/mcp-integrations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${dev.adminToken}`, 'content-type': 'application/json' },
      body: '{"displayName": ',
    });
    expect(rest.status).toBe(400);
    expect(await rest.json()).toMatchObject({ code: 'request.malformed' });
    const mcp = await fetch(dev.mcpUrl, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${dev.mcpToken}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: '{"jsonrpc": ',
    });
    expect(mcp.status).toBe(400);
    const text = await mcp.text();
    expect(text).toContain('-32700');
    expect(text).not.toMatch(/\bat .*\.js:\d+/);
  });

  it('[INPUT-1] says another workspace is not there', async () => {
    const { dev } = system;
    const answer = await fetch(`${dev.apiUrl}/workspaces/01890000-0000-7000-8000-000000000000/calls`, {
      headers: { authorization: `Bearer ${dev.adminToken}` },
    });
    expect(answer.status).toBe(404);
  });
});

describe('the command', () => {
  it('[START-2] says that it is running already', async () => {
    const script = path.join(ROOT, 'tools', 'supervisor', 'start.ts');
    const again = await runNode('--experimental-transform-types', [script], system.env);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('already running here');
  });

  it('[START-2] names the ports that are in use', async () => {
    const script = path.join(ROOT, 'tools', 'supervisor', 'start.ts');
    const env = { ...system.env, COUNTERSIGN_HOME: path.join(system.home, 'other') };
    const other = await runNode('--experimental-transform-types', [script], env);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain(`${system.portBase} (web)`);
    expect(other.stderr).toContain('COUNTERSIGN_PORT_BASE');
  });
});

describe('secrets', () => {
  it(
    '[SECRET-1] are in no log, stream, answer or table',
    async () => {
      const canary = 'canary-4f1d9b7e2c';
      await (await TrackerLedger.open(system)).switch({ requireHeader: { name: 'x-api-key', value: canary } });
      const tracker = system.dev.upstreams[0]?.url ?? '';
      await countersignJson(system, 'servers', 'add', tracker, '--slug', 'Guarded', '--header', `x-api-key: ${canary}`);
      const servers = await countersign(system, '--json', 'servers', 'list');
      expect(servers.stdout).toContain('x-api-key');
      await (await TrackerLedger.open(system)).switch({ requireHeader: null });
      await system.killEverything();
      for (const secret of [canary, system.dev.mcpToken, system.dev.adminToken, system.dev.adminPassword]) {
        expect(filesWith(system, [secret])).toEqual([]);
      }
      await system.launch();
    },
    STORY_TIMEOUT_MS,
  );
});
