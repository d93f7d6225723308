import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AgentView, ApprovalView, RunEventPage, RunView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aConnectedSuite } from './system/connected-suite.js';
import { SOON } from './system/operator.js';
import { countersignJson } from './system/run-command.js';
import { replayRun } from './system/replay-run.js';
import { aTool, type Definition, UpstreamServer } from './system/upstream-server.js';

const STORY_TIMEOUT_MS = 90_000;
const KEY = { issue_key: { type: 'string' } };
/** Every order in which three can be decided. */
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

const suite = aConnectedSuite(9);
let server: UpstreamServer;
let agent: AgentView;

const tool = (name: string): Definition => {
  const definition = aTool(name, { description: 'reads an issue', properties: KEY, isReadOnly: true });
  return { ...definition, inputSchema: { ...definition.inputSchema, required: ['issue_key'] } };
};
const asksFor = (exposedName: string, ...keys: string[]) =>
  keys.map((key) => `call ${exposedName} {"issue_key":"${key}"}`).join('\n');

async function start(prompt: string): Promise<RunView> {
  return suite.operator.session.post<RunView>(`/agents/${agent.id}/runs`, { prompt });
}

async function until(run: RunView, status: RunView['status']): Promise<RunView> {
  return eventually(async () => {
    const current = await suite.operator.session.get<RunView>(`/runs/${run.id}`);
    expect({ status: current.status, failure: current.failure }).toEqual({ status, failure: null });
    return current;
  }, SOON);
}

/** In the order of the calls. */
async function pendingOf(run: RunView, count: number): Promise<ApprovalView[]> {
  return eventually(async () => {
    const pending = await suite.operator.list<ApprovalView>('/approvals?state=pending');
    const ofRun = pending.filter(({ runId }) => runId === run.id);
    expect(ofRun).toHaveLength(count);
    const { calls } = await suite.operator.session.get<RunView>(`/runs/${run.id}`);
    return calls.map(({ callId }) => {
      const approval = ofRun.find((candidate) => candidate.callId === callId);
      if (!approval) throw new Error(`no approval of the call ${callId}`);
      return approval;
    });
  }, SOON);
}

function decide({ id }: ApprovalView, body: object): Promise<ApprovalView> {
  return suite.operator.session.post<ApprovalView>(`/approvals/${id}/decision`, body);
}

async function eventsOf(run: RunView): Promise<RunEventPage['items']> {
  return (await suite.operator.session.get<RunEventPage>(`/runs/${run.id}/events?limit=200`)).items;
}

const typesOf = (events: RunEventPage['items']) => events.map(({ type }) => type);

/** What this version makes of the log as it stands: what remains to do. */
async function replayed(run: RunView): Promise<string[]> {
  const lines = await replayRun({ items: await eventsOf(run) });
  return lines.at(-1)?.split(': ').at(-1)?.split(', ') ?? [];
}

beforeAll(async () => {
  server = await suite.running(UpstreamServer.start());
  server.tools = [tool('getIssue'), tool('issue.get')];
  await suite.operator.add(server, 'Jira');
  await suite.operator.untilOffered('Jira__getIssue', 'Jira__issue_x2Eget');
  await countersignJson(suite.system, 'tools', 'set', 'Jira', 'getIssue', 'issue.get', '--ask');
  agent = await suite.operator.session.post<AgentView>('/agents', { name: 'Reader', instructions: 'Read issues.' });
}, STORY_TIMEOUT_MS);

beforeEach(() => {
  server.executed.length = 0;
});

describe('the reference scenario', () => {
  it.each([
    ['getIssue', 'mcp__Jira__getIssue'],
    ['issue.get', 'mcp__Jira__issue_x2Eget'],
  ])(
    '[RUN-3] waits for a person before mcp.Jira.%s, and then calls it once',
    async (name, exposedName) => {
      const run = await start(`${asksFor(exposedName, 'ISSUE-1')}\nthen\nsay ISSUE-1 is open.`);
      const [approval] = await pendingOf(run, 1);
      const waiting = await until(run, 'suspended');
      // The request is recorded before the run says that it waits.
      expect(typesOf(await eventsOf(run))).toEqual(['run_started', 'turn_answered', 'call_submitted', 'run_suspended']);
      expect(await replayed(run)).toEqual([`check_call ${waiting.calls[0]?.toolCallId}`]);
      expect(waiting).toMatchObject({ turnFlags: ['first'], calls: [{ exposedName, state: 'pending_approval' }] });
      expect(server.executed).toEqual([]);

      if (!approval) throw new Error('there is no approval');
      await decide(approval, { decision: 'approve' });
      const finished = await until(run, 'finished');
      expect(server.executed).toEqual([{ tool: name, arguments: { issue_key: 'ISSUE-1' } }]);
      expect(await replayed(run)).toEqual(['nothing']);
      expect(finished).toMatchObject({ turnFlags: ['first', 'continuation'], answer: 'ISSUE-1 is open.' });
    },
    STORY_TIMEOUT_MS,
  );

  it.each(ORDERS.map((order) => ({ order })))(
    '[RUN-3] goes on when the last of three calls is decided, in the order $order',
    async ({ order }) => {
      const keys = ['ISSUE-1', 'ISSUE-2', 'ISSUE-3'];
      const run = await start(`${asksFor('mcp__Jira__getIssue', ...keys)}\nthen\nsay All three.`);
      const approvals = await pendingOf(run, 3);
      await until(run, 'suspended');
      for (const [place, index] of order.entries()) {
        const approval = approvals[index];
        if (!approval) throw new Error(`there is no approval ${index}`);
        await decide(approval, { decision: 'approve' });
        const settled = order.slice(0, place + 1).map((done) => ({ issue_key: keys[done] }));
        await eventually(() => expect(server.executed.map((call) => call.arguments)).toEqual(settled), SOON);
      }
      const finished = await until(run, 'finished');
      expect(server.executed).toHaveLength(3);
      expect(await replayed(run)).toEqual(['nothing']);
      expect(finished).toMatchObject({ turnFlags: ['first', 'continuation'], answer: 'All three.' });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[RUN-3] tells the model of a denial and its reason, and goes on',
    async () => {
      const run = await start(asksFor('mcp__Jira__getIssue', 'ISSUE-1'));
      const [approval] = await pendingOf(run, 1);
      await decide(approval as ApprovalView, { decision: 'deny', reason: 'it is confidential' });
      const finished = await until(run, 'finished');
      expect(finished.answer).toMatch(/Denied by .*: it is confidential/);
      expect(finished).toMatchObject({ turnFlags: ['first', 'continuation'], calls: [{ state: 'denied' }] });
      expect(server.executed).toEqual([]);
      expect(await replayed(run)).toEqual(['nothing']);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[RUN-3] calls the server with what an approver edited, and says so to the model',
    async () => {
      const run = await start(asksFor('mcp__Jira__getIssue', 'ISSUE-1'));
      const [approval] = await pendingOf(run, 1);
      await decide(approval as ApprovalView, { decision: 'approve', arguments: { issue_key: 'ISSUE-2' } });
      const finished = await until(run, 'finished');
      expect(server.executed).toEqual([{ tool: 'getIssue', arguments: { issue_key: 'ISSUE-2' } }]);
      expect(finished.answer).toMatch(/changed/);
      expect(finished).toMatchObject({ turnFlags: ['first', 'continuation'] });
      expect(await replayed(run)).toEqual(['nothing']);
    },
    STORY_TIMEOUT_MS,
  );
});
