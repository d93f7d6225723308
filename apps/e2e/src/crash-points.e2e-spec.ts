import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunView, type ServiceName, SERVICES } from '@countersign/contracts';
import type { StartedProcess } from '@countersign/testing';
import { Fleet } from './fleet/fleet.js';
import { ADD, CHANGE } from './fleet/tools.js';
import { Workspace } from './fleet/workspace.js';

const START_TIMEOUT_MS = 180_000;
const STORY_TIMEOUT_MS = 120_000;

let fleet: Fleet;
let workspace: Workspace;
let notes = 0;

beforeAll(async () => {
  fleet = await Fleet.start();
  workspace = await Workspace.open(fleet);
}, START_TIMEOUT_MS);

/** A test that failed half-way leaves no victim to the next one. */
afterEach(async () => {
  for (const service of SERVICES) if (fleet.processesOf(service).length === 0) await fleet.replace(service);
}, STORY_TIMEOUT_MS);

afterAll(async () => {
  await workspace.close();
  await fleet.stop();
}, START_TIMEOUT_MS);

function aNote(): { readonly id: string; readonly args: string } {
  const id = `note-${++notes}`;
  return { id, args: JSON.stringify({ id }) };
}

async function diesHere(victim: StartedProcess): Promise<void> {
  expect(await victim.exited).toEqual({ code: null, signal: 'SIGKILL' });
}

/** The end of every story: one call in the ledger, one execution at the server, one result in the run. */
async function expectDoneOnce(run: RunView, id: string): Promise<void> {
  const { calls, status, turns } = await workspace.until(run, 'finished', 'failed');
  expect({ status, turns, states: calls.map(({ state }) => state) }).toEqual({
    status: 'finished',
    turns: 2,
    states: ['succeeded'],
  });
  expect(workspace.executions(id)).toBe(1);
  expect(await workspace.ledger(run)).toEqual(['succeeded']);
  expect(await workspace.results(run)).toHaveLength(1);
}

interface Death {
  readonly service: ServiceName;
  readonly at: string;
}

/** Before a person is asked. `ledger`: the states of the run's calls after the death; `log`: the events of the run. */
const BEFORE_A_PERSON_IS_ASKED: readonly (readonly [string, Death & { ledger: string[]; log: string[] }])[] = [
  [
    'crash point 19: the model was called and its answer not recorded: it is asked again',
    { service: 'agent-orchestrator', at: 'step-taken-not-recorded', ledger: [], log: ['run_started'] },
  ],
  [
    "crash point 20: the model's answer is recorded and no call of it submitted: all are, once",
    {
      service: 'agent-orchestrator',
      at: 'step-recorded-not-acknowledged',
      ledger: [],
      log: ['run_started', 'turn_answered'],
    },
  ],
  [
    'crash point 1: the ledger row is not committed: the run submits its call again',
    { service: 'mcp-router', at: 'before-ledger-row', ledger: [], log: ['run_started', 'turn_answered'] },
  ],
  [
    'crash point 2: the ledger row is committed and its event not relayed: a person is asked all the same',
    {
      service: 'mcp-router',
      at: 'after-ledger-row',
      ledger: ['pending_approval'],
      log: ['run_started', 'turn_answered'],
    },
  ],
];

describe('a hosted run whose process is killed before a person is asked', () => {
  it.each(BEFORE_A_PERSON_IS_ASKED)(
    '%s',
    async (_title, { service, at, ledger, log }) => {
      const { id, args } = aNote();
      const victim = await fleet.doom(service, at);
      const run = await workspace.startRun(`call ${CHANGE} ${args}`);
      await diesHere(victim);
      expect(await workspace.ledger(run)).toEqual(ledger);
      expect(await workspace.log(run)).toEqual(log);
      if (ledger.length > 0) expect(await fleet.unannounced(service)).toEqual(['router.approval.requested.v1']);
      await fleet.replace(service);
      const [approval] = await workspace.askedBy(run);
      expect(workspace.executions(id)).toBe(0);
      await workspace.approve({ id: approval?.id ?? '' });
      await expectDoneOnce(run, id);
    },
    STORY_TIMEOUT_MS,
  );

  it.each([
    ['crash point 3: the relay dies before it publishes', 'relay-before-publish'],
    ['crash point 4: the relay dies after it published and before it says so', 'relay-after-publish'],
  ])(
    '%s, in the orchestrator and in the router: one run, and a person is asked once',
    async (_title, at) => {
      const { id, args } = aNote();
      const prompt = `call ${CHANGE} ${args}`;
      const orchestrator = await fleet.doom('agent-orchestrator', at);
      const router = await fleet.doom('mcp-router', at);
      // The answer may be lost with its process; the run is not.
      await workspace.startRun(prompt).catch(() => undefined);
      await diesHere(orchestrator);
      await fleet.replace('agent-orchestrator');
      const run = await workspace.runOf(prompt);
      await diesHere(router);
      expect(await workspace.ledger(run)).toEqual(['pending_approval']);
      await fleet.replace('mcp-router');
      const [approval] = await workspace.askedBy(run);
      await workspace.approve({ id: approval?.id ?? '' });
      await expectDoneOnce(run, id);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'crash point 7: the reply to a submission is lost: the same call, submitted again, is the same row',
    async () => {
      const [asked, allowed] = [aNote(), aNote()];
      const victim = await fleet.doom('mcp-router', 'after-ledger-row');
      const run = await workspace.startRun(`call ${CHANGE} ${asked.args}`, `call ${ADD} ${allowed.args}`);
      await diesHere(victim);
      expect((await workspace.ledger(run)).length).toBeGreaterThan(0);
      await fleet.replace('mcp-router');
      const [approval] = await workspace.askedBy(run);
      await workspace.approve({ id: approval?.id ?? '' });
      // What was under way towards the server when its router died is for a person to say, who looks there.
      await workspace.untilFinishedByResolving(run);
      expect([workspace.executions(asked.id), workspace.executions(allowed.id)]).toEqual([1, 1]);
      expect(await workspace.results(run)).toHaveLength(2);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'crash point 8: the call waits and nobody was told: who looks later finds it',
    async () => {
      const [first, second] = [aNote(), aNote()];
      const turns = [`call ${ADD} ${first.args}`, 'then', 'wait 2000', `call ${CHANGE} ${second.args}`];
      const run = await workspace.startRun(...turns);
      // It has its token by now, which only the gateway can give it.
      await workspace.untilLedger(run, ['succeeded']);
      await fleet.kill('admin-gateway');
      await workspace.untilLedger(run, ['succeeded', 'pending_approval']);
      await fleet.isQuiet('policy');
      await fleet.replace('admin-gateway');
      const [approval] = await workspace.askedBy(run);
      await workspace.approve({ id: approval?.id ?? '' });
      await workspace.until(run, 'finished');
      expect([workspace.executions(first.id), workspace.executions(second.id)]).toEqual([1, 1]);
      expect(await workspace.results(run)).toHaveLength(2);
    },
    STORY_TIMEOUT_MS,
  );
});

const WHILE_A_DECISION_IS_CARRIED_OUT: readonly (readonly [string, Death & { ledger: string[] }])[] = [
  [
    'crash point 5: a consumer dies before the commit of its inbox mark: the decision is delivered again',
    { service: 'mcp-router', at: 'before-decision-commit', ledger: ['pending_approval'] },
  ],
  [
    'crash point 6: a consumer dies after its commit and before its ack: the decision has effect once',
    { service: 'mcp-router', at: 'after-decision-commit', ledger: ['approved'] },
  ],
  [
    'crash point 9: the decision is committed and its HTTP answer lost: who decides again changes nothing',
    { service: 'policy', at: 'decision-committed', ledger: ['pending_approval'] },
  ],
  [
    'crash point 10: the decision is committed and its event not relayed: it is carried out all the same',
    { service: 'policy', at: 'relay-before-publish', ledger: ['pending_approval'] },
  ],
];

describe('a hosted run that waits for a person', () => {
  it.each(WHILE_A_DECISION_IS_CARRIED_OUT)(
    '%s',
    async (_title, { service, at, ledger }) => {
      const { id, args } = aNote();
      const run = await workspace.startRun(`call ${CHANGE} ${args}`);
      const [approval = { id: '' }] = await workspace.askedBy(run);
      const victim = await fleet.doom(service, at);
      const answered = workspace.decide(approval, { decision: 'approve' }).catch(() => ({ status: 0 }));
      await diesHere(victim);
      expect(await workspace.ledger(run)).toEqual(ledger);
      if (service === 'policy') {
        expect(await fleet.unannounced('policy')).toContain('policy.approval.decided.v1');
        expect(await workspace.decisions(approval)).toEqual(['approved']);
      }
      await fleet.replace(service);
      if (at === 'decision-committed') expect((await answered).status).not.toBe(200);
      await workspace.approve(approval);
      await expectDoneOnce(run, id);
      await answered;
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'crash point 11: two people decide at once: one decision counts, and the other is told so',
    async () => {
      const all = Array.from({ length: 4 }, aNote);
      const run = await workspace.startRun(...all.map(({ args }) => `call ${CHANGE} ${args}`));
      const approvals = await workspace.askedBy(run, all.length);
      const answers = await Promise.all(
        approvals.map((approval) =>
          Promise.all([
            workspace.decide(approval, { decision: 'approve' }),
            workspace.decide(approval, { decision: 'deny', reason: 'no' }),
          ]),
        ),
      );
      for (const both of answers) expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      const { status, calls } = await workspace.until(run, 'finished');
      expect(status).toBe('finished');
      const approved = answers.filter(([approving]) => approving.status === 200).length;
      expect(calls.filter(({ state }) => state === 'succeeded')).toHaveLength(approved);
      expect(calls.filter(({ state }) => state === 'denied')).toHaveLength(all.length - approved);
      expect(all.map(({ id }) => workspace.executions(id)).reduce((sum, count) => sum + count, 0)).toBe(approved);
      expect(await workspace.results(run)).toHaveLength(all.length);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'crash point 12: an approval, its expiry and the cancellation of its run at once: one of them happens',
    async () => {
      for (let round = 0; round < 3; round += 1) {
        const { id, args } = aNote();
        const run = await workspace.startRun(`call ${CHANGE} ${args}`);
        const [approval = { id: '' }] = await workspace.askedBy(run);
        await Promise.all([
          fleet.sql('update policy.approvals set expires_at = now() where id = $1', [approval.id]),
          workspace.decide(approval, { decision: 'approve' }),
          workspace.cancel(run),
        ]);
        await workspace.until(run, 'cancelled');
        const [state = ''] = await workspace.untilSettled(run);
        expect(['succeeded', 'cancelled', 'expired']).toContain(state);
        expect(workspace.executions(id)).toBe(state === 'succeeded' ? 1 : 0);
        expect(await workspace.decisions(approval)).toEqual([state === 'succeeded' ? 'approved' : expect.any(String)]);
      }
    },
    STORY_TIMEOUT_MS,
  );

  it(
    "crash point 21: the router's sweeper dies over what another router left: the next one goes on",
    async () => {
      const { id, args } = aNote();
      const run = await workspace.startRun(`call ${CHANGE} ${args}`);
      const [approval = { id: '' }] = await workspace.askedBy(run);
      const victim = await fleet.doom('mcp-router', 'after-t1');
      await workspace.approve(approval);
      await diesHere(victim);
      expect(await workspace.ledger(run)).toEqual(['dispatching']);
      await fleet.endLeases('mcp-router');
      await diesHere(await fleet.add('mcp-router', { CRASH_AT: 'sweep' }, true));
      expect(workspace.executions(id)).toBe(0);
      await fleet.replace('mcp-router');
      await expectDoneOnce(run, id);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    "crash point 21: the orchestrator's sweeper dies over a run that has been still: it goes on waiting, and ends",
    async () => {
      const { id, args } = aNote();
      const run = await workspace.startRun(`call ${CHANGE} ${args}`);
      const [approval = { id: '' }] = await workspace.askedBy(run);
      await workspace.until(run, 'suspended');
      const victim = await fleet.doom('agent-orchestrator', 'sweep');
      await fleet.sql(
        `update agent_orchestrator.runs set checked_at = now() - interval '1 day', updated_at = now() - interval '1 day'
         where id = $1`,
        [run.id],
      );
      await diesHere(victim);
      await fleet.replace('agent-orchestrator');
      await workspace.approve(approval);
      await expectDoneOnce(run, id);
    },
    STORY_TIMEOUT_MS,
  );
});
