import {
  type AgentView,
  cancelRun,
  createAgent,
  type CreateAgentRequest,
  forkRun,
  getRun,
  issueRunToken,
  type IssueRunTokenRequest,
  listRunEvents,
  type RequestContract,
  type RunDelta,
  runDelta,
  type RunEventView,
  type RunView,
  sendMessage,
  startRun,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { type Bus, followHints, RequestClient } from '@countersign/messaging';

const TOKEN_MS = 600_000;
/** Somebody who may do everything. */
const ADA = { kind: 'user', id: newId(), name: 'Ada' } as const;

/** The stand-ins' token: whose run it is, in plain text. */
export function readTestToken(token: string): { readonly workspaceId: string; readonly runId: string } {
  return JSON.parse(token) as { workspaceId: string; runId: string };
}

/** Stands in for the gateway: asks as people do, and issues the tokens of runs. */
export class TestGateway {
  readonly issued: IssueRunTokenRequest[] = [];
  /** The code that a request for a token is refused with, by how many of its run came before; null: it is given one. */
  refuseToken: (request: IssueRunTokenRequest, before: number) => string | null = () => null;
  private readonly requests: RequestClient;

  constructor(private readonly bus: Bus) {
    this.requests = new RequestClient(bus);
    bus.connection.subscribe(issueRunToken.subject, {
      queue: 'admin-gateway',
      callback: (_error, message) => {
        const request = message.json<IssueRunTokenRequest>();
        const before = this.issuedFor(request.runId).length;
        this.issued.push(request);
        const code = this.refuseToken(request, before);
        if (code !== null) {
          const error = { code, message: `No token: ${code}.` };
          message.respond(JSON.stringify({ ok: false, error }));
          return;
        }
        const token = JSON.stringify({ workspaceId: request.workspaceId, runId: request.runId });
        const expiresAt = new Date(Date.now() + TOKEN_MS).toISOString();
        message.respond(JSON.stringify({ ok: true, data: { token, expiresAt } }));
      },
    });
  }

  issuedFor(runId: string): IssueRunTokenRequest[] {
    return this.issued.filter((request) => request.runId === runId);
  }

  async createAgent(workspaceId: string, options: Partial<CreateAgentRequest> = {}): Promise<AgentView> {
    const request = { workspaceId, actor: ADA, name: 'helper', instructions: 'Help.', ...options };
    return this.requests.ask(createAgent, request);
  }

  async startRun(agent: Pick<AgentView, 'workspaceId' | 'id'>, prompt: string): Promise<RunView> {
    const { workspaceId, id: agentId } = agent;
    return this.requests.ask(startRun, { workspaceId, agentId, actor: ADA, prompt });
  }

  async getRun({ workspaceId, id: runId }: Pick<RunView, 'workspaceId' | 'id'>): Promise<RunView> {
    return this.requests.ask(getRun, { workspaceId, runId });
  }

  async cancelRun({ workspaceId, id: runId }: RunView): Promise<RunView> {
    return this.requests.ask(cancelRun, { workspaceId, runId, actor: ADA });
  }

  async send({ workspaceId, id: runId }: RunView, text: string, messageId?: string): Promise<RunView> {
    return this.requests.ask(sendMessage, { workspaceId, runId, actor: ADA, text, ...(messageId && { messageId }) });
  }

  async fork({ workspaceId, id: runId }: RunView, message: string, afterTurn?: number): Promise<RunView> {
    const point = afterTurn === undefined ? {} : { afterTurn };
    return this.requests.ask(forkRun, { workspaceId, runId, actor: ADA, message, ...point });
  }

  /** Every event, over all pages. */
  async events({ workspaceId, id: runId }: RunView, limit = 3): Promise<RunEventView[]> {
    const events: RunEventView[] = [];
    for (let cursor: string | undefined; ;) {
      const request = { workspaceId, runId, limit, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.requests.ask(listRunEvents, request);
      events.push(...page.items);
      if (page.nextCursor === null) return events;
      cursor = page.nextCursor;
    }
  }

  async ask<I extends object, O extends object>(contract: RequestContract<I, O>, input: I): Promise<O> {
    return this.requests.ask(contract, input);
  }

  /** Hears what models write, as everybody who watches a run does. @returns what ends it */
  async followDeltas(hear: (delta: RunDelta) => void): Promise<() => void> {
    const end = followHints(this.bus, runDelta, hear);
    await this.bus.connection.flush();
    return end;
  }

  async close(): Promise<void> {
    await this.bus.close();
  }
}
