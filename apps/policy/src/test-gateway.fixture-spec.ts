import {
  type ApprovalDetails,
  type ApprovalView,
  decideApproval,
  type DecideApprovalRequest,
  decideApprovals,
  type DecideApprovalsRequest,
  type DecisionResult,
  gatewayHeartbeat,
  getApproval,
  getEntitlements,
  getIntegrationPolicy,
  type IdentityChange,
  identityChanged,
  listIdentityChanges,
  type ListIdentityChangesRequest,
  listApprovals,
  type ListApprovalsRequest,
  type ApprovalPage,
  listTools,
  type RequestContract,
  type ToolView,
  updateIntegrationPolicy,
  type UpdateIntegrationPolicyRequest,
  updateToolPolicies,
  type UpdateToolPoliciesRequest,
  type Entitlements,
  type IntegrationPolicyView,
  type ToolPoliciesUpdated,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { type Bus, publishEvent, RequestClient } from '@countersign/messaging';
import type { Msg } from '@nats-io/transport-node';
import { aUser } from './test-builders.fixture-spec.js';

export interface ToolList {
  readonly tools: readonly ToolView[];
  readonly revision: number;
  readonly snapshotRevision: number;
  readonly pages: number;
}

/** So that every listing of more changes is read in pages. */
const CHANGES_PER_PAGE = 2;

/** Stands in for the gateway: asks as people do, and revokes tokens. */
export class Gateway {
  readonly requests: RequestClient;
  private readonly identityChanges = new Map<string, IdentityChange[]>();

  constructor(private readonly bus: Bus) {
    this.requests = new RequestClient(bus);
    bus.connection.subscribe(listIdentityChanges.subject, {
      queue: 'admin-gateway',
      callback: (_error, message) => this.listChanges(message),
    });
  }

  async revoke(workspaceId: string, tokenId: string): Promise<void> {
    await this.announceIdentity(workspaceId, this.noteRevoked(workspaceId, tokenId));
  }

  /** The revision that it takes. */
  noteRevoked(workspaceId: string, tokenId: string): number {
    const changes = this.identityChanges.get(workspaceId) ?? [];
    this.identityChanges.set(workspaceId, changes);
    return changes.push({ revision: changes.length + 1, kind: 'token_revoked', id: tokenId, revoked: true });
  }

  /** Removes a person from the workspace, or has them back. */
  async remove(workspaceId: string, userId: string, revoked = true): Promise<void> {
    const changes = this.identityChanges.get(workspaceId) ?? [];
    this.identityChanges.set(workspaceId, changes);
    const revision = changes.push({ revision: changes.length + 1, kind: 'member_removed', id: userId, revoked });
    await this.announceIdentity(workspaceId, revision);
  }

  revisionOf(workspaceId: string): number {
    return this.identityChanges.get(workspaceId)?.length ?? 0;
  }

  /** Says how far it is, once. */
  beat(workspaceId: string): void {
    const workspaces = [{ workspaceId, revision: this.revisionOf(workspaceId) }];
    this.bus.connection.publish(gatewayHeartbeat.subject, JSON.stringify({ workspaces, part: 0, parts: 1 }));
  }

  async announceIdentity(workspaceId: string, revision: number, eventId = newId()): Promise<void> {
    const occurredAt = new Date().toISOString();
    const event = { id: eventId, workspaceId, aggregateId: workspaceId, occurredAt, data: { revision } };
    await publishEvent(this.bus.jetstream, identityChanged, { ...event, type: identityChanged.subject }, newId());
  }

  /** Every page. */
  async listTools(workspaceId: string, integrationId: string, limit?: number): Promise<ToolList> {
    const tools: ToolView[] = [];
    let cursor: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const page = await this.requests.ask(listTools, {
        workspaceId,
        integrationId,
        ...(cursor === undefined ? {} : { cursor }),
        ...(limit === undefined ? {} : { limit }),
      });
      tools.push(...page.items);
      if (page.nextCursor === null) {
        return { tools, revision: page.revision, snapshotRevision: page.snapshotRevision, pages };
      }
      cursor = page.nextCursor;
    }
  }

  /** Of the discovery that was merged last; 0: none was. */
  async snapshotRevision(workspaceId: string, integrationId: string): Promise<number> {
    const { snapshotRevision } = await this.requests.ask(listTools, { workspaceId, integrationId, limit: 1 });
    return snapshotRevision;
  }

  async tool(workspaceId: string, integrationId: string, name: string): Promise<ToolView> {
    const { tools } = await this.listTools(workspaceId, integrationId);
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new Error(`${name} is not listed`);
    return tool;
  }

  async updateTools(
    workspaceId: string,
    integrationId: string,
    tools: UpdateToolPoliciesRequest['tools'],
    options: Partial<UpdateToolPoliciesRequest> = {},
  ): Promise<ToolPoliciesUpdated> {
    const request = { workspaceId, integrationId, actor: aUser(), tools, ...options };
    return this.requests.ask(updateToolPolicies, request);
  }

  async getPolicy(workspaceId: string, integrationId: string): Promise<IntegrationPolicyView> {
    return this.requests.ask(getIntegrationPolicy, { workspaceId, integrationId });
  }

  async updatePolicy(
    workspaceId: string,
    integrationId: string,
    change: Pick<UpdateIntegrationPolicyRequest, 'posture' | 'trusted' | 'ifRevision'>,
  ): Promise<IntegrationPolicyView> {
    return this.requests.ask(updateIntegrationPolicy, { workspaceId, integrationId, actor: aUser(), ...change });
  }

  async getEntitlements(workspaceId: string): Promise<Entitlements> {
    return this.requests.ask(getEntitlements, { workspaceId });
  }

  async listApprovals(workspaceId: string, options: Partial<ListApprovalsRequest> = {}): Promise<ApprovalPage> {
    return this.requests.ask(listApprovals, { workspaceId, ...options });
  }

  async getApproval(workspaceId: string, approvalId: string): Promise<ApprovalDetails> {
    return this.requests.ask(getApproval, { workspaceId, approvalId });
  }

  async decide(
    workspaceId: string,
    approvalId: string,
    decision: DecideApprovalRequest['decision'],
    options: Partial<DecideApprovalRequest> = {},
    patience: { readonly timeoutMs?: number } = {},
  ): Promise<ApprovalView> {
    const request = { workspaceId, approvalId, actor: aUser(), decision, ...options };
    return this.requests.ask(decideApproval, request, patience);
  }

  /** Any request of the service. */
  async ask<I extends object, O extends object>(contract: RequestContract<I, O>, input: I): Promise<O> {
    return this.requests.ask(contract, input);
  }

  async decideMany(
    workspaceId: string,
    decisions: DecideApprovalsRequest['decisions'],
    options: Partial<DecideApprovalsRequest> = {},
  ): Promise<DecisionResult[]> {
    const request = { workspaceId, actor: aUser(), decisions, ...options };
    return (await this.requests.ask(decideApprovals, request)).items;
  }

  /** Any bytes as any request; the reply as it is. */
  async askRaw(contract: Pick<RequestContract<object, object>, 'subject'>, payload: string): Promise<unknown> {
    const reply = await this.bus.connection.request(contract.subject, payload, { timeout: 10_000 });
    return reply.json();
  }

  async close(): Promise<void> {
    await this.bus.close();
  }

  private listChanges(message: Msg): void {
    const { workspaceId, sinceRevision, cursor } = message.json<ListIdentityChangesRequest>();
    const all = this.identityChanges.get(workspaceId) ?? [];
    const from = Number(cursor ?? sinceRevision);
    const changes = all.slice(from, from + CHANGES_PER_PAGE);
    const next = from + CHANGES_PER_PAGE;
    const data = { revision: all.length, changes, nextCursor: next < all.length ? String(next) : null };
    message.respond(JSON.stringify({ ok: true, data }));
  }
}
