import { setTimeout as wait } from 'node:timers/promises';
import { approvalDecided, type AgentView, type ApprovalView, type RunView } from '@countersign/contracts';
import { BOOTSTRAP_USER, connectBus, streamOf } from '@countersign/messaging';
import { jetstreamManager } from '@nats-io/jetstream';
import pg from 'pg';
import { BenchSystem } from './bench-system.ts';
import { ModelWitness } from './model-witness.ts';
import { type BenchProcess, startModel } from './bench-process.ts';
import { RestApi } from './rest-api.ts';

const POLL_MS = 5;
const PATIENCE_MS = 60_000;
const PAGE = 200;
/** Every run has an id of its own in its prompt, by which the model's requests are told apart. */
const NAME = /bench-run-\d+/;

/** The whole system with an agent in it, a witness before its model, and a look into its database. */
export class RunsSystem {
  private count = 0;

  private constructor(
    readonly system: BenchSystem,
    readonly witness: ModelWitness,
    private readonly model: BenchProcess,
    private readonly database: pg.Client,
    private readonly agentId: string,
  ) {}

  static async start(): Promise<RunsSystem> {
    const model = await startModel();
    const witness = await ModelWitness.start(Number(new URL(model.url).port), NAME);
    const system = new BenchSystem();
    try {
      await system.start({ OPENAI_BASE_URL: witness.url, OPENAI_API_KEY: '', ANTHROPIC_API_KEY: '' });
      const admin = new RestApi(system.dev.apiUrl, system.dev.adminToken);
      const body = { name: 'bench', instructions: '', provider: 'openai-compatible', model: 'scripted' };
      const agent = await admin.post<AgentView>('/agents', body);
      const database = new pg.Client({ connectionString: system.databaseUrl });
      await database.connect();
      return new RunsSystem(system, witness, model, database, agent.id);
    } catch (error) {
      process.stderr.write(`${system.logTail()}\n`);
      await system.stop();
      await model.stop();
      throw error;
    }
  }

  get rest(): RestApi {
    return new RestApi(this.system.dev.apiUrl, this.system.dev.adminToken);
  }

  /** A run that asks a person about one call. */
  async startRun(): Promise<{ readonly name: string; readonly run: RunView }> {
    const name = `bench-run-${(this.count += 1)}`;
    const prompt = `call mcp__Tracker__issue_x2Edelete {"id":"${name}"}`;
    return { name, run: await this.rest.post<RunView>(`/agents/${this.agentId}/runs`, { prompt }) };
  }

  async until({ id }: RunView, status: RunView['status']): Promise<void> {
    await this.poll(`${status} of a run`, async () => {
      const run = await this.rest.get<RunView>(`/runs/${id}`);
      if (run.status === 'failed') throw new Error(`a run failed: ${run.failure}`);
      return run.status === status ? run : null;
    });
  }

  async approvalOf({ id }: RunView): Promise<ApprovalView> {
    return this.poll('an approval', async () => {
      const { items } = await this.rest.get<{ items: ApprovalView[] }>(`/approvals?state=pending&limit=${PAGE}`);
      return items.find(({ runId }) => runId === id) ?? null;
    });
  }

  async approve({ id }: ApprovalView): Promise<void> {
    const approver = new RestApi(this.system.dev.apiUrl, this.system.dev.approverToken);
    await approver.post(`/approvals/${id}/decision`, { decision: 'approve' });
  }

  /** When the bus took the decision of each approval; times since the epoch. */
  async decisionTimes(): Promise<ReadonlyMap<string, number>> {
    const { url, password } = this.system.bootstrapBus;
    const bus = await connectBus({ servers: url, user: BOOTSTRAP_USER, password, name: 'bench' });
    try {
      const { streams } = await jetstreamManager(bus.connection);
      const name = streamOf('policy');
      const { state } = await streams.info(name);
      const times = new Map<string, number>();
      for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
        const message = await streams.getMessage(name, { seq });
        if (message?.subject !== approvalDecided.subject) continue;
        const { data } = message.json<{ data: { approvalId: string } }>();
        times.set(data.approvalId, toMs(message.timestamp));
      }
      return times;
    } finally {
      await bus.close();
    }
  }

  async sql(text: string, values: unknown[] = []): Promise<number> {
    return (await this.database.query(text, values)).rowCount ?? 0;
  }

  async poll<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      const answer = await ask();
      if (answer !== null) return answer;
      await wait(POLL_MS);
    }
    throw new Error(`${what} did not happen within ${PATIENCE_MS / 1_000} s`);
  }

  async stop(): Promise<void> {
    await this.database.end();
    await this.system.stop();
    this.system.erase();
    this.witness.stop();
    await this.model.stop();
  }
}

/** RFC 3339 with nanoseconds, of which JavaScript's clock reads the first three digits. */
function toMs(timestamp: string): number {
  const fraction = /\.(\d+)/.exec(timestamp)?.[1] ?? '0';
  const whole = Date.parse(timestamp.replace(/\.\d+/, ''));
  return whole + Number(`0.${fraction}`) * 1_000;
}
