import {
  type ApprovalDecided,
  approvalDecided,
  type ApprovalRequested,
  approvalRequested,
  approvalWithdrawn,
  type ApprovalWithdrawn,
  cancelApproval,
  type CancelApprovalRequest,
  type ApprovalOutcome,
  type EventContract,
  type CallRequest,
  type EditedArguments,
  type EventEnvelope,
  findApprovalOutcome,
  getCall,
  listPolicyChanges,
  type PolicyChange,
  readEditedArguments,
  type RequestContract,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { type Bus, ConsumerHost, publishEvent, RequestClient } from '@countersign/messaging';
import type { Msg } from '@nats-io/transport-node';
import { aCall, aUser } from './test-builders.fixture-spec.js';

/** Stands in for the router: asks for approvals and hears how they end. */
export class Router {
  /** Every event that was delivered, in order. */
  readonly decided: EventEnvelope<ApprovalDecided>[] = [];
  readonly requests: RequestClient;
  /** Canonical arguments of the calls that it knows. */
  readonly argumentsOf = new Map<string, string>();

  private constructor(
    private readonly bus: Bus,
    private readonly consumers: ConsumerHost,
  ) {
    this.requests = new RequestClient(bus);
    bus.connection.subscribe(getCall.subject, {
      queue: 'mcp-router',
      callback: (_error, message) => this.answerCall(message),
    });
  }

  static start(bus: Bus): Promise<Router> {
    const consumers = new ConsumerHost({ bus, service: 'mcp-router' });
    const router = new Router(bus, consumers);
    consumers.add(approvalDecided, {
      handle: (event) => {
        router.decided.push(event);
        return Promise.resolve();
      },
    });
    consumers.start();
    return Promise.resolve(router);
  }

  outcomesOf(approvalId: string): ApprovalDecided[] {
    return this.decided.map(({ data }) => data).filter((data) => data.approvalId === approvalId);
  }

  async request(workspaceId: string, data: ApprovalRequested, eventId = newId()): Promise<void> {
    await this.publish(approvalRequested, { id: eventId, workspaceId, aggregateId: data.callId, data });
  }

  async withdraw(
    workspaceId: string,
    { approvalId, callId }: ApprovalRequested,
    more: Partial<ApprovalWithdrawn> = {},
  ): Promise<void> {
    const data = { approvalId, callId, reason: 'the client gave up', ...more };
    await this.publish(approvalWithdrawn, { id: newId(), workspaceId, aggregateId: callId, data });
  }

  async cancel(
    workspaceId: string,
    approvalId: string,
    more: Partial<CancelApprovalRequest> = {},
  ): Promise<ApprovalOutcome> {
    return this.requests.ask(cancelApproval, {
      workspaceId,
      approvalId,
      actor: aUser(),
      reason: 'the run was cancelled',
      ...more,
    });
  }

  async findOutcome(workspaceId: string, approvalId: string): Promise<ApprovalOutcome> {
    return this.requests.ask(findApprovalOutcome, { workspaceId, approvalId });
  }

  async readEdited(workspaceId: string, approvalId: string): Promise<EditedArguments> {
    return this.requests.ask(readEditedArguments, { workspaceId, approvalId });
  }

  /** Any bytes as any request; the reply as it is. */
  async askRaw(contract: Pick<RequestContract<object, object>, 'subject'>, payload: string): Promise<unknown> {
    const reply = await this.bus.connection.request(contract.subject, payload, { timeout: 10_000 });
    return reply.json();
  }

  /** Every page of what changed after a revision. */
  async changesSince(
    workspaceId: string,
    sinceRevision: number,
  ): Promise<{ revision: number; changes: PolicyChange[]; pages: number }> {
    const changes: PolicyChange[] = [];
    let cursor: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const request = { workspaceId, sinceRevision, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.requests.ask(listPolicyChanges, request);
      changes.push(...page.changes);
      if (page.nextCursor === null) return { revision: page.revision, changes, pages };
      cursor = page.nextCursor;
    }
  }

  /** What is said on a core subject, from now on. */
  listen(subject: string): unknown[] {
    const heard: unknown[] = [];
    this.bus.connection.subscribe(subject, {
      callback: (_error, message) => {
        heard.push(message.json());
      },
    });
    return heard;
  }

  async close(): Promise<void> {
    await this.consumers.stop();
    await this.bus.close();
  }

  private answerCall(message: Msg): void {
    const { workspaceId, callId } = message.json<CallRequest>();
    const text = this.argumentsOf.get(callId);
    const error = { code: 'call.not_found', message: 'There is no such call.' };
    const reply = text === undefined ? { ok: false, error } : { ok: true, data: aCall(workspaceId, callId, text) };
    message.respond(JSON.stringify(reply));
  }

  private async publish<P extends object>(
    contract: EventContract<P>,
    event: Pick<EventEnvelope<P>, 'id' | 'workspaceId' | 'aggregateId' | 'data'>,
  ): Promise<void> {
    const envelope = { ...event, type: contract.subject, occurredAt: new Date().toISOString() };
    await publishEvent(this.bus.jetstream, contract, envelope, newId());
  }
}
