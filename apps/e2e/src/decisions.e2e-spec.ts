import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalView, DecisionResult, DecisionResults, IntegrationView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aConnectedSuite } from './system/connected-suite.js';
import { SOON } from './system/operator.js';
import { OperatorDatabase } from './system/operator-database.js';
import { type CommandResult, countersign, countersignJson } from './system/run-command.js';
import { Session } from './system/session.js';
import { aTool, type Definition, UpstreamServer } from './system/upstream-server.js';

const STORY_TIMEOUT_MS = 60_000;
const COLLEAGUE = 'grace@countersign.local';
const GROUP = 'Release managers';
const ADD = 'Notes__note_add';
/** The exit codes of `countersign --help`. */
const FAILED = 1;
/** The server does not accept what was given. */
const WRONG_USAGE = 2;
const CONFLICT = 4;
const NOT_ALLOWED = 5;

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly decidedBy?: { readonly name: string };
  readonly decidedAt?: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

const NOTE_ADD: Definition = {
  ...aTool('note_add'),
  inputSchema: {
    type: 'object',
    properties: { text: { type: 'string' }, tag: { type: 'string' }, copies: { type: 'integer', minimum: 1 } },
    required: ['text'],
    additionalProperties: false,
  },
};

const suite = aConnectedSuite(4);
let server: UpstreamServer;
let notes: IntegrationView;
/** Who is not the administrator, and owns none of the tokens. */
let colleague: Session;

beforeAll(async () => {
  server = await suite.running(UpstreamServer.start());
  server.tools = [NOTE_ADD];
  notes = await suite.operator.add(server, 'Notes', '--posture', 'ask');
  await suite.operator.untilOffered(ADD);
  await new OperatorDatabase(suite.system).addPerson(COLLEAGUE, 'approver');
  colleague = await Session.signIn(suite.system, COLLEAGUE);
}, STORY_TIMEOUT_MS);

/** What the upstream executed since `count`. */
function executedSince(count: number): unknown[] {
  return server.executed.slice(count).map((executed) => executed.arguments);
}

function decide<T>(who: Session, { id }: { readonly id: string }, body: object) {
  return who.send<T>('POST', `/approvals/${id}/decision`, body);
}

function setTool(...options: string[]): Promise<unknown> {
  return countersignJson(suite.system, 'tools', 'set', 'Notes', 'note_add', ...options);
}

async function mineOf(who: Session): Promise<string[]> {
  const { items } = await who.get<{ items: ApprovalView[] }>('/approvals?state=pending&mine=true');
  return items.map(({ id }) => id);
}

/** Arguments in a file, as an approver writes them. */
function approveWith(approval: ApprovalView, args: object): Promise<CommandResult> {
  const file = path.join(suite.system.home, 'edited.json');
  writeFileSync(file, JSON.stringify(args));
  return countersign(suite.system, 'approvals', 'approve', approval.id, '--arguments-file', file);
}

describe('a tool that names an approver group', () => {
  it(
    '[GROUP-1] is decided about by a member of it, who finds it among their own, and by nobody else',
    async () => {
      const { operator, system } = suite;
      const before = server.executed.length;
      await countersignJson(system, 'groups', 'create', GROUP);
      await setTool('--group', GROUP);
      const answer = operator.call(ADD, { text: 'for the group' });
      const approval = await operator.pendingOf(notes);
      expect(approval).toMatchObject({ approverGroup: GROUP });

      expect(await mineOf(colleague)).not.toContain(approval.id);
      const outsider = await decide<Problem>(colleague, approval, { decision: 'approve' });
      expect(outsider).toMatchObject({ status: 403, body: { code: 'approval.not_in_group' } });
      const admin = await countersign(system, 'approvals', 'approve', approval.id);
      expect(admin).toMatchObject({ code: NOT_ALLOWED, stderr: expect.stringContaining(GROUP) });
      expect(await countersignJson(system, 'approvals', 'list', '--mine')).toEqual([]);

      await countersignJson(system, 'groups', 'add', GROUP, COLLEAGUE);
      expect(await mineOf(colleague)).toEqual([approval.id]);
      const member = await decide<ApprovalView>(colleague, approval, { decision: 'approve' });
      expect(member).toMatchObject({ status: 200, body: { state: 'approved', selfApproved: false } });
      expect(await answer).toBe('did note_add');
      expect(executedSince(before)).toEqual([{ text: 'for the group' }]);
      await setTool('--no-group');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[GROUP-2] or wants a second person is not decided about by whoever asked',
    async () => {
      const { operator, system } = suite;
      await setTool('--self-approval', 'no');
      const answer = operator.call(ADD, { text: 'for myself' });
      const approval = await operator.pendingOf(notes);
      const own = await countersign(system, 'approvals', 'approve', approval.id);
      expect(own).toMatchObject({ code: NOT_ALLOWED, stderr: expect.stringContaining('approval.self_approval') });
      const denied = await decide<ApprovalView>(colleague, approval, { decision: 'deny', reason: 'not for oneself' });
      expect(denied).toMatchObject({ status: 200, body: { state: 'denied', selfApproved: false } });
      expect(await answer).toMatch(new RegExp(`Denied by ${COLLEAGUE}: not for oneself`));
      await setTool('--self-approval', 'yes');

      const allowed = operator.call(ADD, { text: 'for myself, which is allowed' });
      await operator.approve(await operator.pendingOf(notes));
      expect(await allowed).toBe('did note_add');
      const [newest] = await countersignJson<ApprovalView[]>(system, 'approvals', 'list', '--state', 'approved');
      expect(newest).toMatchObject({ selfApproved: true, decidedVia: 'cli' });
    },
    STORY_TIMEOUT_MS,
  );
});

describe('a call that an approver edits', () => {
  it(
    '[EDIT-1] at the command line runs once, with what was written, and the model is told by whom',
    async () => {
      const { operator, system } = suite;
      const before = server.executed.length;
      const answer = operator.call(ADD, { text: 'all of it', tag: 'urgent' });
      const approval = await operator.pendingOf(notes);
      const refused = await approveWith(approval, { text: 7, colour: 'red' });
      expect(refused.code).toBe(WRONG_USAGE);
      expect(refused.stderr).toContain('/arguments/text');
      expect(refused.stderr).toContain('/arguments/colour');
      expect(refused.stderr).toContain('approval.invalid_arguments');
      expect(server.executed).toHaveLength(before);

      const edited = await approveWith(approval, { text: 'half of it', tag: 'urgent', copies: 2 });
      expect(edited).toMatchObject({ code: 0, stdout: expect.stringContaining('with edited arguments') });
      const told = await answer;
      expect(told).toContain('did note_add');
      expect(told).toContain('Development approver changed the arguments of this call before it was executed');
      expect(told).toContain('/text was changed from "all of it" to "half of it"');
      expect(told).toContain('/copies was added as 2');
      expect(executedSince(before)).toEqual([{ copies: 2, tag: 'urgent', text: 'half of it' }]);
      const shown = await countersign(system, 'approvals', 'show', approval.id);
      expect(shown.stdout).toContain('~ /text');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    '[EDIT-1] by REST can lose a key, and nothing but what its schema allows',
    async () => {
      const { operator } = suite;
      const before = server.executed.length;
      const answer = operator.call(ADD, { text: 'as it is', tag: 'urgent' });
      const approval = await operator.pendingOf(notes);
      const refused = await decide<Problem>(colleague, approval, {
        decision: 'approve',
        arguments: { tag: 'urgent', copies: 0 },
      });
      expect(refused).toMatchObject({ status: 422, body: { code: 'approval.invalid_arguments' } });
      expect(refused.body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
        '/arguments/copies',
        '/arguments/text',
      ]);
      const edited = await decide(colleague, approval, { decision: 'approve', arguments: { text: 'as it is' } });
      expect(edited).toMatchObject({ status: 200, body: { state: 'approved', argumentsEdited: true } });
      expect(await answer).toContain(`${COLLEAGUE} changed the arguments`);
      expect(executedSince(before)).toEqual([{ text: 'as it is' }]);

      // The same decision again changes nothing; the unedited one is another decision.
      const again = { decision: 'approve', arguments: { text: 'as it is' } };
      expect(await decide(colleague, approval, again)).toMatchObject({ status: 200 });
      expect(await decide(colleague, approval, { decision: 'approve' })).toMatchObject({ status: 409 });
      expect(server.executed).toHaveLength(before + 1);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('several approvals', () => {
  it(
    '[BATCH-1] are decided at once, each with its own answer, and a contradiction names who was first and when',
    async () => {
      const { operator, system } = suite;
      const before = server.executed.length;
      const texts = ['first', 'second', 'third'];
      const answers = texts.map((text) => operator.call(ADD, { text }));
      const waiting = await eventually(async () => {
        const pending = await operator.list<ApprovalView>('/approvals?state=pending');
        expect(pending).toHaveLength(texts.length);
        return pending;
      }, SOON);
      const [approved, decided, denied] = waiting.map(({ id }) => id) as [string, string, string];
      const first = await decide<ApprovalView>(colleague, { id: decided }, { decision: 'deny', reason: 'mine' });
      const { decidedAt } = first.body;

      const lines = ['approvals', 'decide', '--approve', approved, decided, '--deny', denied, '--reason', 'enough'];
      const { code, stdout } = await countersign(system, '--json', ...lines);
      expect(code).toBe(FAILED);
      expect(JSON.parse(stdout) as DecisionResult[]).toMatchObject([
        { approvalId: approved, approval: { state: 'approved', decidedVia: 'cli' }, problem: null },
        { approvalId: decided, approval: null, problem: { code: 'approval.already_decided', details: { decidedAt } } },
        { approvalId: denied, approval: { state: 'denied', reason: 'enough' }, problem: null },
      ]);
      const results = await Promise.all(answers);
      expect(results.filter((text) => text === 'did note_add')).toHaveLength(1);
      expect(results.filter((text) => text.includes('Denied by Development approver: enough'))).toHaveLength(1);
      expect(results.filter((text) => text.includes(`Denied by ${COLLEAGUE}: mine`))).toHaveLength(1);
      expect(server.executed).toHaveLength(before + 1);

      const opposite = await decide<Problem>(colleague, { id: approved }, { decision: 'deny' });
      expect(opposite).toMatchObject({ status: 409, body: { code: 'approval.already_decided' } });
      expect(opposite.body.detail).toMatch(/^Development approver has already approved this at 20\d\d-/);
      expect(await countersign(system, 'approvals', 'approve', decided)).toMatchObject({
        code: CONFLICT,
        stderr: expect.stringContaining(`${COLLEAGUE} has already denied this at ${decidedAt}`),
      });
      const unknown = { approvalId: notes.id, decision: 'approve' };
      const same = { approvalId: approved, decision: 'approve' };
      const { items } = await colleague.post<DecisionResults>('/approvals/decisions', { decisions: [unknown, same] });
      expect(items).toMatchObject([
        { approval: null, problem: { code: 'approval.not_found' } },
        { approval: { state: 'approved' }, problem: null },
      ]);
      expect(server.executed).toHaveLength(before + 1);
    },
    STORY_TIMEOUT_MS,
  );
});
