import type {
  AgentView,
  ApprovalView,
  CallView,
  IntegrationView,
  RunEventView,
  RunStatus,
  RunView,
} from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aTool, UpstreamServer } from '../system/upstream-server.js';
import type { Fleet } from './fleet.js';
import { ADMIN } from './fleet-environment.js';
import { editedId } from './proposed-run.js';
import { Rest, type RestAnswer } from './rest.js';

/** Through deaths, redeliveries and restarts, on a machine that runs other tests too. */
const UNTIL = { timeoutMs: 45_000, intervalMs: 50 };
const SCOPES = [
  'agent:read',
  'agent:create',
  'agent:run',
  'approval:read',
  'approval:decide',
  'approval:edit',
  'call:read',
];
const NOTE = { id: { type: 'string' } };
const OPEN = ['requested', 'pending_approval', 'approved', 'dispatching'];
const NO_RESULT = ['unknown', 'retried'];

export interface Decision {
  readonly decision: 'approve' | 'deny';
  readonly reason?: string;
  readonly arguments?: object;
}

/** A workspace whose agent keeps notes, on a server that remembers what it was sent: its memory is the truth. */
export class Workspace {
  private constructor(
    readonly fleet: Fleet,
    readonly notes: UpstreamServer,
    private readonly rest: Rest,
    private readonly agentId: string,
  ) {}

  static async open(fleet: Fleet): Promise<Workspace> {
    const notes = await UpstreamServer.start();
    notes.tools = [aTool('add', { properties: NOTE }), aTool('change', { properties: NOTE })];
    const admin = await Rest.signIn(fleet.apiUrl, ADMIN);
    const body = { displayName: 'Notes', slug: 'Notes', serverUrl: notes.url };
    const integration = await admin.post<IntegrationView>('/mcp-integrations', body);
    await admin.send('PATCH', `/mcp-integrations/${integration.id}/tools`, {
      tools: [{ name: 'change', requiresApproval: true }],
      minSnapshotRevision: integration.snapshotRevision,
    });
    const { token } = await admin.post<{ token: string }>('/tokens', { name: 'test', kind: 'api', scopes: SCOPES });
    const rest = Rest.withToken(fleet.apiUrl, token);
    const agent = await rest.post<AgentView>('/agents', { name: 'keeper', instructions: 'Keep notes.' });
    return new Workspace(fleet, notes, rest, agent.id);
  }

  startRun(...lines: readonly string[]): Promise<RunView> {
    return this.rest.post<RunView>(`/agents/${this.agentId}/runs`, { prompt: lines.join('\n') });
  }

  run({ id }: Pick<RunView, 'id'>): Promise<RunView> {
    return this.rest.get<RunView>(`/runs/${id}`);
  }

  cancel({ id }: RunView): Promise<RestAnswer<RunView>> {
    return this.rest.send<RunView>('POST', `/runs/${id}/cancel`, {});
  }

  async until(run: RunView, ...statuses: RunStatus[]): Promise<RunView> {
    return eventually(async () => {
      const current = await this.run(run);
      if (statuses.includes(current.status)) return current;
      throw new Error(`the run is ${current.status}: ${JSON.stringify(current.calls)}\n${this.fleet.logs()}`);
    }, UNTIL);
  }

  async pending(): Promise<ApprovalView[]> {
    return (await this.rest.get<{ items: ApprovalView[] }>('/approvals?state=pending&limit=200')).items;
  }

  /** The approvals that the run waits for, once there are `count`. */
  async askedBy({ id }: RunView, count = 1): Promise<ApprovalView[]> {
    return eventually(async () => {
      const found = (await this.pending()).filter(({ runId }) => runId === id);
      if (found.length === count) return found;
      throw new Error(`${found.length} approvals, not ${count}\n${this.fleet.logs()}`);
    }, UNTIL);
  }

  decide({ id }: Pick<ApprovalView, 'id'>, decision: Decision): Promise<RestAnswer<ApprovalView>> {
    return this.rest.send<ApprovalView>('POST', `/approvals/${id}/decision`, decision);
  }

  /** As people do who are not answered. */
  async approve(approval: Pick<ApprovalView, 'id'>): Promise<void> {
    await eventually(async () => {
      const { status, body } = await this.decide(approval, { decision: 'approve' });
      if (status !== 200) throw new Error(`the decision was answered with ${status}: ${JSON.stringify(body)}`);
    }, UNTIL);
  }

  resolve(callId: string, body: object): Promise<RestAnswer<CallView>> {
    return this.rest.send<CallView>('POST', `/calls/${callId}/resolution`, body);
  }

  async events({ id }: RunView): Promise<RunEventView[]> {
    return (await this.rest.get<{ items: RunEventView[] }>(`/runs/${id}/events?limit=200`)).items;
  }

  /** The types of the run's events, in order; also when no orchestrator answers. */
  async log({ id }: RunView): Promise<string[]> {
    const sql = 'select type from agent_orchestrator.run_events where run_id = $1 order by sequence';
    return (await this.fleet.sql<{ type: string }>(sql, [id])).map(({ type }) => type);
  }

  /** The calls that the model was given a result for. What is unknown, or made again, is none. */
  async results(run: RunView): Promise<string[]> {
    const settled = (await this.events(run)).filter(({ type, data }) => {
      return type === 'call_settled' && !NO_RESULT.includes(String(data['state']));
    });
    return settled.map(({ data }) => String(data['toolCallId'])).sort();
  }

  /** A run by its prompt, when nobody was told its id. */
  async runOf(prompt: string): Promise<RunView> {
    return eventually(async () => {
      const { items } = await this.rest.get<{ items: RunView[] }>('/runs');
      const found = items.filter((run) => run.prompt === prompt);
      const [run] = found;
      if (run === undefined || found.length > 1) throw new Error(`${found.length} runs have this prompt`);
      return run;
    }, UNTIL);
  }

  /** The states of the run's calls in the router's ledger, in order. */
  async ledger({ id }: RunView): Promise<string[]> {
    const sql = 'select state from mcp_router.calls where run_id = $1 order by id';
    return (await this.fleet.sql<{ state: string }>(sql, [id])).map(({ state }) => state);
  }

  async untilLedger(run: RunView, states: readonly string[]): Promise<void> {
    await eventually(async () => {
      const found = await this.ledger(run);
      if (found.join() !== states.join()) throw new Error(`the ledger says ${found.join()}, not ${states.join()}`);
    }, UNTIL);
  }

  /** The ends of the run's calls, once all have one. */
  async untilSettled(run: RunView): Promise<string[]> {
    return eventually(async () => {
      const states = await this.ledger(run);
      if (states.length > 0 && !states.some((state) => OPEN.includes(state))) return states;
      throw new Error(`the ledger says ${states.join()}\n${this.fleet.logs()}`);
    }, UNTIL);
  }

  /** What policy has recorded of the approval. */
  async decisions({ id }: Pick<ApprovalView, 'id'>): Promise<string[]> {
    const sql = 'select state from policy.approvals where id = $1';
    return (await this.fleet.sql<{ state: string }>(sql, [id])).map(({ state }) => state);
  }

  /** Plays the person who is asked what became of calls whose router died. */
  async untilFinishedByResolving(run: RunView): Promise<RunView> {
    return eventually(async () => {
      await this.resolveUnknown();
      const current = await this.run(run);
      if (current.status === 'finished') return current;
      throw new Error(`the run is ${current.status}: ${JSON.stringify(current.calls)}\n${this.fleet.logs()}`);
    }, UNTIL);
  }

  /** Says of every call whose outcome nobody knows what the server's own memory says; returns of how many. */
  async resolveUnknown(): Promise<number> {
    const { items } = await this.rest.get<{ items: CallView[] }>('/calls?state=unknown&limit=200');
    let resolved = 0;
    for (const { id } of items) {
      const note = await this.noteOf(id);
      const isDone = this.executions(note) > 0 || this.executions(editedId(note)) > 0;
      const { status } = await this.resolve(id, {
        outcome: isDone ? 'succeeded' : 'retry',
        note: 'looked at the server',
      });
      if (status === 200) resolved += 1;
    }
    return resolved;
  }

  /** Which note a call is about. */
  async noteOf(callId: string): Promise<string> {
    const { arguments: text } = await this.rest.get<{ arguments: string }>(`/calls/${callId}`);
    return (JSON.parse(text) as { id: string }).id;
  }

  async allRuns(): Promise<Pick<RunView, 'id' | 'status'>[]> {
    return this.fleet.sql<{ id: string; status: RunStatus }>('select id, status from agent_orchestrator.runs');
  }

  /** How often the server executed the note with this id. */
  executions(id: string): number {
    return this.notes.executed.filter((call) => (call.arguments as { id?: unknown }).id === id).length;
  }

  async close(): Promise<void> {
    await this.notes.stop();
  }
}
