import { describe, expect, it } from '@jest/globals';
import type { AgentView, ApprovalView, CallView, IntegrationView, RunEventView, RunView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aConnectedSuite } from './system/connected-suite.js';
import { SOON } from './system/operator.js';
import { countersign, countersignJson } from './system/run-command.js';
import { aTool, UpstreamServer } from './system/upstream-server.js';

const STORY_TIMEOUT_MS = 120_000;

const suite = aConnectedSuite(7);

/** A server of its own, whose tools ask. */
async function connect(slug: string): Promise<{ server: UpstreamServer; view: IntegrationView }> {
  const server = await suite.running(UpstreamServer.start());
  server.tools = [aTool('note_add'), aTool('note_read', { description: 'reads notes' })];
  const view = await suite.operator.add(server, slug, '--posture', 'ask');
  await suite.operator.untilOffered(`${slug}__note_add`);
  await eventually(() => expect(server.listeners).toBeGreaterThan(0), SOON);
  return { server, view };
}

/** Over REST: a command is a process, and there are many steps. */
async function start(...lines: string[]): Promise<RunView> {
  const { session } = suite.operator;
  const [agent] = await suite.operator.list<AgentView>('/agents');
  const { id } = agent ?? (await session.post<AgentView>('/agents', { name: 'Helper', instructions: 'Help.' }));
  return session.post<RunView>(`/agents/${id}/runs`, { prompt: lines.join('\n') });
}

const show = ({ id }: RunView): Promise<RunView> => suite.operator.session.get<RunView>(`/runs/${id}`);

const until = (run: RunView, status: string): Promise<RunView> =>
  eventually(async () => {
    const now = await show(run);
    expect({ status: now.status, failure: now.failure }).toEqual({ status, failure: null });
    return now;
  }, SOON);

/** A run that waits for the one call of its first turn. */
async function waiting(slug: string): Promise<{ run: RunView; approval: ApprovalView; about: UpstreamServer }> {
  const { server, view } = await connect(slug);
  const run = await start(`call mcp__${slug}__note_add {}`);
  const approval = await suite.operator.pendingOf(view);
  await until(run, 'suspended');
  return { run, approval, about: server };
}

/** The run went on: the model was told why, nothing was executed, and nobody can approve it any more. */
async function expectInvalidated(
  { run, approval, about }: Awaited<ReturnType<typeof waiting>>,
  reason: RegExp,
): Promise<void> {
  const { answer, calls } = await until(run, 'finished');
  expect(answer).toMatch(/Not available/);
  expect(answer).toMatch(reason);
  expect(calls).toMatchObject([{ state: 'invalidated', isError: true, approvalId: approval.id }]);
  expect(await suite.operator.session.get(`/approvals/${approval.id}`)).toMatchObject({ state: 'invalidated' });
  expect(about.executed).toEqual([]);
}

describe('a tool that changes while a run waits for it', () => {
  it(
    '[RUN-4] was removed at the server: its approval is invalid, the model reads why, and the run goes on',
    async () => {
      const waits = await waiting('Gone');
      waits.about.tools = [aTool('note_read')];
      waits.about.announceChange();
      await expectInvalidated(waits, /does not offer|missing|no longer|removed/i);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[RUN-4] was disabled by policy',
    async () => {
      const waits = await waiting('Off');
      await countersignJson(suite.system, 'tools', 'set', 'Off', 'note_add', '--disable');
      await expectInvalidated(waits, /disabled/i);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[RUN-4] has another schema than the one that was shown',
    async () => {
      const waits = await waiting('Flipped');
      waits.about.tools = [aTool('note_add', { properties: { id: { type: 'string' } } })];
      waits.about.announceChange();
      await expectInvalidated(waits, /definition of the tool changed/i);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[RUN-4] went with its server',
    async () => {
      const waits = await waiting('Removed');
      await countersignJson(suite.system, 'servers', 'remove', 'Removed', '--yes');
      await expectInvalidated(waits, /removed/i);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[RUN-4] asks from its next call on, when it is gated meanwhile',
    async () => {
      const { operator, system } = suite;
      const { server, view } = await connect('Gated');
      await countersignJson(system, 'tools', 'set', 'Gated', 'note_read', '--open');
      const run = await start(
        'call mcp__Gated__note_add {}',
        'call mcp__Gated__note_read {"n":1}',
        'then',
        'call mcp__Gated__note_read {"n":2}',
      );
      const first = await operator.pendingOf(view);
      await eventually(() => expect(server.executed).toEqual([{ tool: 'note_read', arguments: { n: 1 } }]), SOON);
      await countersignJson(system, 'tools', 'set', 'Gated', 'note_read', '--ask');
      await operator.approve(first);
      const second = await eventually(async () => {
        const pending = await operator.pendingOf(view);
        expect(pending).toMatchObject({ toolName: 'note_read', runId: run.id });
        return pending;
      }, SOON);
      expect(server.executed).toHaveLength(2);
      await operator.approve(second);
      const { calls } = await until(run, 'finished');
      expect(calls.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
      expect(server.executed.at(-1)).toEqual({ tool: 'note_read', arguments: { n: 2 } });
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a call of a run whose outcome nobody knows', () => {
  it(
    '[RUN-5] keeps the run waiting and says what to do; made again, it asks again and the run goes on',
    async () => {
      const { operator, system } = suite;
      const { run, approval, about } = await waiting('Lost');
      about.dropsCalls = true;
      await operator.approve(approval);
      const unknown = await eventually(async () => {
        const { status, calls } = await show(run);
        expect([status, calls[0]?.state]).toEqual(['suspended', 'unknown']);
        return calls[0];
      }, SOON);
      expect(unknown?.whatToDo).toContain(`countersign calls resolve ${approval.callId}`);
      expect(Date.parse(unknown?.waitingSince ?? '')).toBeLessThanOrEqual(Date.now());
      about.dropsCalls = false;
      const { retry } = await countersignJson<{ retry: CallView }>(
        ...[system, 'calls', 'resolve', approval.callId, 'retry', '--note', 'it had not come through'],
      );
      await eventually(async () => {
        const { calls } = await show(run);
        expect(calls).toMatchObject([{ callId: retry.id, state: 'pending_approval' }]);
      }, SOON);
      const again = await eventually(() => operator.session.get<ApprovalView>(`/approvals/${retry.approvalId ?? ''}`));
      await operator.approve(again);
      expect((await until(run, 'finished')).answer).toContain('did note_add');
      expect(about.executed).toHaveLength(2);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a conversation with a run', () => {
  it(
    '[RUN-6] is watched as it goes, opened again by a message, and forked; a cancelled one is not written to',
    async () => {
      const { operator, system } = suite;
      const { server, view } = await connect('Talk');
      const run = await start('call mcp__Talk__note_add {"n":1}');
      const watched = countersign(system, 'runs', 'watch', run.id);
      const written = countersign(system, '--json', 'runs', 'watch', run.id);
      await operator.approve(await operator.pendingOf(view));
      const { stdout } = await watched;
      expect(stdout).toMatch(/waits for a person[^]*countersign approvals approve [^]*← mcp__Talk__note_add succeeded/);
      const events = (await written).stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as RunEventView);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(events.at(-1)?.type).toBe('run_finished');

      await countersignJson(system, 'runs', 'message', run.id, 'call mcp__Talk__note_add {"n":2}');
      const second = await operator.pendingOf(view);
      await countersignJson(system, 'runs', 'cancel', run.id);
      expect(await until(run, 'cancelled')).toMatchObject({ cancelledBy: { name: 'Development admin' } });
      await eventually(async () => {
        const { state } = await operator.session.get<ApprovalView>(`/approvals/${second.id}`);
        expect(state).toBe('cancelled');
      }, SOON);
      const refused = await countersign(system, 'runs', 'message', run.id, 'go on');
      expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('was cancelled by Development admin') });

      const fork = await countersignJson<RunView>(system, 'runs', 'fork', run.id, 'say otherwise', '--after-turn', '2');
      expect(await until(fork, 'finished')).toMatchObject({ answer: 'otherwise', forkedFrom: { runId: run.id } });
      const listed = await countersignJson<RunView[]>(system, 'runs', 'list', '--limit', '2');
      expect(listed.map(({ id, status }) => [id, status])).toEqual([
        [fork.id, 'finished'],
        [run.id, 'cancelled'],
      ]);
      expect(server.executed).toEqual([{ tool: 'note_add', arguments: { n: 1 } }]);
    },
    STORY_TIMEOUT_MS,
  );
});
