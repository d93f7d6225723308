import { Client as NewClient, StreamableHTTPClientTransport as NewTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect, it } from '@jest/globals';
import type { ApprovalView, CallView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aConnectedSuite } from './system/connected-suite.js';
import { createToken } from './system/create-token.js';
import { type Era, Inspector, textOf, type ToolResult } from './system/inspector.js';
import { listenForTools } from './system/listening-client.js';
import { SOON } from './system/operator.js';
import { countersign, countersignJson } from './system/run-command.js';
import { callByName } from './system/sdk-client.js';
import { TaskClient } from './system/task-client.js';
import { TrackerLedger } from './system/tracker-ledger.js';

const STORY_TIMEOUT_MS = 60_000;
const GET = 'Tracker__issue_x2Eget';
const LIST = 'Tracker__issue_x2Elist';
const DELETE = 'Tracker__issue_x2Edelete';
const CLIENT = { name: 'countersign-e2e', version: '1.0.0' };
/** A second from the change to the client, and as much for a machine that runs everything else beside it. */
const WITHIN = { timeoutMs: 2_000, intervalMs: 20 };

interface ListedToken {
  readonly name: string;
  readonly hint: string;
  readonly lastUsedAt: string | null;
}

const suite = aConnectedSuite(6);

function withToken(token = suite.system.dev.mcpToken): [URL, { requestInit: { headers: Record<string, string> } }] {
  return [new URL(suite.system.dev.mcpUrl), { requestInit: { headers: { authorization: `Bearer ${token}` } } }];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}

/** The only approval that waits. */
async function pending(): Promise<ApprovalView> {
  return eventually(async () => {
    const [approval] = await suite.operator.list<ApprovalView>('/approvals?state=pending');
    if (!approval) throw new Error('no approval yet');
    return approval;
  }, SOON);
}

describe('a session of the legacy era', () => {
  it(
    '[SESSION-1] outlives the router that began it, killed without warning',
    async () => {
      const { system } = suite;
      const client = new OldClient(CLIENT);
      const transport = new OldTransport(...withToken());
      await client.connect(transport);
      const { sessionId } = transport;
      const get = { name: GET, arguments: { id: 'ISSUE-1' } };
      expect(textOf((await client.callTool(get)) as ToolResult)).toContain('ISSUE-1');

      const killed = system.pidOf('mcp-router');
      process.kill(killed, 'SIGKILL');
      await eventually(() => expect(system.pidOf('mcp-router')).not.toBe(killed), SOON);
      await eventually(
        async () => expect(textOf(await callByName(system, 'modern', GET, { id: 'ISSUE-2' }))).toContain('ISSUE-2'),
        SOON,
      );

      expect(textOf((await client.callTool(get)) as ToolResult)).toContain('ISSUE-1');
      expect(sessionId).toEqual(expect.any(String));
      expect(transport.sessionId).toBe(sessionId);
      await client.close();
    },
    STORY_TIMEOUT_MS,
  );
});

describe('who listens', () => {
  it.each<Era>(['legacy', 'modern'])(
    '[LIST-2] is told within a second that a tool is off, and that it is on again (%s client)',
    async (era) => {
      const { system } = suite;
      const client = await listenForTools(system, era);
      expect(await client.names()).toContain(LIST);
      await countersignJson(system, 'tools', 'set', 'Tracker', 'issue.list', '--disable');
      await eventually(() => expect(client.heard()).toBe(1), WITHIN);
      expect(await client.names()).not.toContain(LIST);
      await countersignJson(system, 'tools', 'set', 'Tracker', 'issue.list', '--enable');
      await eventually(() => expect(client.heard()).toBe(2), WITHIN);
      expect(await client.names()).toContain(LIST);
      await client.close();
    },
    STORY_TIMEOUT_MS,
  );
});

describe('the prompts and resources of a server', () => {
  const PROMPT = 'Everything__simple-prompt';
  const RESOURCE = 'mcp+everything:demo://resource/static/document/features.md';

  /** Each time a new client: what is off is not even declared. */
  async function offered(): Promise<{ prompts: string[]; uris: string[]; declared: string[] }> {
    const client = new NewClient(CLIENT, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(new NewTransport(...withToken()));
    const declared = Object.keys(client.getServerCapabilities() ?? {});
    const prompts = declared.includes('prompts') ? (await client.listPrompts()).prompts.map(({ name }) => name) : [];
    const uris = declared.includes('resources') ? (await client.listResources()).resources.map(({ uri }) => uri) : [];
    await client.close();
    return { prompts, uris, declared };
  }

  it(
    '[PASS-1] are off until somebody switches them on, and are named after their server',
    async () => {
      const { system } = suite;
      const before = await offered();
      expect([before.prompts, before.uris]).toEqual([[], []]);
      expect(before.declared).not.toEqual(expect.arrayContaining(['prompts']));
      expect(before.declared).not.toEqual(expect.arrayContaining(['resources']));

      await countersignJson(system, 'servers', 'policy', 'Everything', '--resources', 'on', '--prompts', 'on');
      await eventually(async () => {
        const { prompts, uris } = await offered();
        expect(prompts).toContain(PROMPT);
        expect(uris).toContain(RESOURCE);
      }, SOON);
      const legacy = new OldClient(CLIENT);
      await legacy.connect(new OldTransport(...withToken()));
      const { messages } = await legacy.getPrompt({ name: PROMPT });
      expect(JSON.stringify(messages)).toContain('This is a simple prompt without arguments.');
      const { contents } = await legacy.readResource({ uri: RESOURCE });
      expect(contents).toMatchObject([{ uri: RESOURCE, text: expect.stringContaining('Everything') }]);

      await countersignJson(system, 'servers', 'policy', 'Everything', '--resources', 'off', '--prompts', 'off');
      await eventually(async () => expect((await offered()).declared).not.toContain('prompts'), SOON);
      await expect(legacy.getPrompt({ name: PROMPT })).rejects.toThrow();
      await expect(legacy.readResource({ uri: RESOURCE })).rejects.toThrow();
      await legacy.close();
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a call that waits', () => {
  it(
    '[TASK-1] is a task for a client that declares tasks, and its result is told to who asks for the task',
    async () => {
      const { operator, system } = suite;
      const ledger = await TrackerLedger.open(system);
      const client = new TaskClient(system);
      const { resultType, taskId, status } = await client.call(DELETE, { id: 'ISSUE-3' });
      expect([resultType, status]).toEqual(['task', 'working']);
      expect(await client.get(taskId)).toMatchObject({ taskId, status: 'working' });
      expect(await ledger.entries()).toEqual([]);
      const approval = await pending();
      expect(approval.callId).toBe(taskId);
      await operator.approve(approval);
      const ended = await eventually(async () => {
        const task = await client.get(taskId);
        expect(task.status).toBe('completed');
        return task;
      }, SOON);
      expect(ended.result?.isError ?? false).toBe(false);
      expect(ended.result?.content).toMatchObject([{ type: 'text', text: expect.stringContaining('Deleted ISSUE-3') }]);
      expect((await ledger.executed('issue.delete')).map((entry) => entry.arguments)).toEqual([{ id: 'ISSUE-3' }]);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a token', () => {
  it.each<Era>(['legacy', 'modern'])(
    '[TOKEN-1] for one tool sees that one alone, reaches no other by name, and is listed by its end as used (%s client)',
    async (era) => {
      const { system } = suite;
      const tools = ['mcp.Tracker.issue.get'];
      const token = await createToken(system, { name: `narrow, ${era}`, kind: 'mcp', scopes: [], tools });
      const ledger = await TrackerLedger.open(system);
      const seen = await new Inspector(system, era, token).listTools();
      expect(seen.filter((name) => !name.startsWith('countersign__'))).toEqual([GET]);
      const refused = await callByName(system, era, LIST, {}, token);
      expect([refused.isError, textOf(refused)]).toEqual([true, expect.stringMatching(/^Not available/)]);
      expect(await ledger.entries()).toEqual([]);
      expect(textOf(await callByName(system, era, GET, { id: 'ISSUE-1' }, token))).toContain('ISSUE-1');
      await eventually(async () => {
        const listed = await countersignJson<ListedToken[]>(system, 'tokens', 'list');
        const { hint, lastUsedAt } = listed.find(({ name }) => name === `narrow, ${era}`) ?? {};
        expect([hint, lastUsedAt]).toEqual([token.slice(-6), expect.any(String)]);
      }, SOON);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a call whose server dies under it', () => {
  const ID = 'ISSUE-4';

  it(
    '[UNKNOWN-1] is listed until a person says what became of it; made again, it asks again and runs once',
    async () => {
      const { operator, system } = suite;
      const lost = await TrackerLedger.open(system);
      await lost.switch({ hang: { when: 'before', method: 'tools/call', tool: 'issue.delete' } });
      const answer = operator.call(DELETE, { id: ID });
      const approval = await pending();
      await operator.approve(approval);
      await eventually(async () => expect(await lost.entries()).toHaveLength(1), SOON);
      process.kill(system.pidOf('demo-tracker'), 'SIGKILL');
      expect(await answer).toMatch(/^Outcome unknown: the call was sent/);
      // The tracker is a new process, with a ledger of its own.
      const ledger = await eventually(() => TrackerLedger.open(system), SOON);

      const [unknown, ...others] = await countersignJson<CallView[]>(system, 'calls', 'list', '--state', 'unknown');
      expect([unknown?.id, others]).toEqual([approval.callId, []]);
      const resolve = ['calls', 'resolve', approval.callId, 'retry'];
      expect((await countersign(system, ...resolve)).stderr).toContain('--note');
      const note = ['--note', 'the tracker still has it'];
      const { call, retry } = await countersignJson<{ call: CallView; retry: CallView }>(system, ...resolve, ...note);
      expect([call.state, retry.state]).toEqual(['retried', 'pending_approval']);
      expect(await countersignJson(system, 'calls', 'list', '--state', 'unknown')).toEqual([]);

      const again = await pending();
      expect(again.callId).toBe(retry.id);
      await operator.approve(again);
      await eventually(async () => {
        const { state } = await countersignJson<CallView>(system, 'calls', 'show', retry.id);
        expect(state).toBe('succeeded');
      }, SOON);
      expect((await ledger.executed('issue.delete')).map((entry) => entry.arguments)).toEqual([{ id: ID }]);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('an installation whose output nobody reads any more', () => {
  it(
    '[START-3] ends with every process that it started',
    async () => {
      const { system } = suite;
      const { pids } = system;
      system.stopReading();
      await system.end();
      expect(pids.filter(isAlive)).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );
});
