import {
  approvalDecided,
  approvalRequested,
  approvalWithdrawn,
  callSettled,
  cancelApproval,
  DomainError,
  findApprovalOutcome,
  identityChanged,
  listCatalogueChanges,
  listIdentityChanges,
  listPolicyChanges,
  listToolDefinitions,
  readEditedArguments,
  resolveUpstream,
  runCancelled,
  toolPoliciesChanged,
  verifyIntegration,
  type ApprovalDecided,
  type ApprovalRequested,
  type ApprovalWithdrawn,
  type CallSettled,
  type CatalogueChange,
  type EditedArguments,
  type EventContract,
  type EventEnvelope,
  type IdentityChange,
  type PolicyChange,
  type RequestContract,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { heartbeatSubjectOf, RequestClient, type Bus } from '@countersign/messaging';
import { sha256Hex } from '@countersign/canonical-json';
import { ChangeLog, logOf, page } from './test-change-log.fixture-spec.js';
import { aTestConnection, type TestConnection } from './test-connection.fixture-spec.js';
import { collect, hearChangedCalls, tell } from './test-events.fixture-spec.js';
import { anIntegrationView } from './test-integration-view.fixture-spec.js';
import { aResolvedUpstream } from './test-resolved-upstream.fixture-spec.js';
import { TestTraffic } from './test-traffic.fixture-spec.js';
import type { TestUpstream } from './test-upstream.fixture-spec.js';

type Owner = 'integration-registry' | 'policy' | 'admin-gateway';

export interface KnownIntegration extends TestConnection {
  readonly id: string;
  readonly slug: string;
  upstream: Pick<TestUpstream, 'url' | 'era'>;
}

/** The other four services, as far as the router needs them: real messages on a real bus, state in memory. */
export class Neighbours {
  readonly requested: ApprovalRequested[] = [];
  readonly requestedEventIds: string[] = [];
  readonly withdrawn: string[] = [];
  readonly withdrawals: ApprovalWithdrawn[] = [];
  readonly settled: CallSettled[] = [];
  readonly changedCalls: readonly string[];
  readonly traffic = new TestTraffic();
  verifications = 0;
  isVerificationFailing = false;
  private readonly removed = new Set<string>();
  private isClosing = false;
  /** What `find-approval-outcome` answers; by default policy has heard of nothing. */
  outcomes = new Map<string, ApprovalDecided>();
  /** What `cancel-approval` finds decided; by default nothing is. */
  readonly decidedFirst = new Map<string, ApprovalDecided>();
  /** What approvers made of arguments, by approval. */
  readonly edits = new Map<string, EditedArguments>();
  /** Input schemas by the names of their tools; the others want an id. */
  readonly schemas = new Map<string, object>();
  /** What a definition says besides, by the tool's name. */
  readonly described = new Map<string, object>();
  private readonly catalogue = new Map<string, ChangeLog<CatalogueChange>>();
  private readonly policies = new Map<string, ChangeLog<PolicyChange>>();
  private readonly identities = new Map<string, ChangeLog<IdentityChange>>();
  private readonly integrations = new Map<string, KnownIntegration>();
  private readonly tools = new Map<string, Map<string, string>>();
  private readonly timer: NodeJS.Timeout;
  readonly requests: RequestClient;
  /** While paused an owner says nothing: its followers fall behind. */
  silent = new Set<Owner>();
  /** Workspaces whose policies nobody can follow. */
  readonly unreadable = new Set<string>();

  constructor(
    private readonly buses: Readonly<Record<Owner | 'agent-orchestrator', Bus>>,
    private readonly routerPublicKeyPem: string,
  ) {
    this.requests = new RequestClient(buses['agent-orchestrator']);
    this.answerRegistry();
    this.answerPolicy();
    this.answer('admin-gateway', listIdentityChanges, ({ workspaceId, sinceRevision }) =>
      page(this.identities.get(workspaceId), sinceRevision),
    );
    this.timer = setInterval(() => this.beat(), 200);
    this.changedCalls = hearChangedCalls(buses['admin-gateway']);
    void this.collect('policy', approvalRequested, (event) => {
      this.requested.push(event.data);
      this.requestedEventIds.push(event.id);
    });
    void this.collect('policy', approvalWithdrawn, ({ data }) => {
      this.withdrawn.push(data.approvalId);
      this.withdrawals.push(data);
    });
    void this.collect('agent-orchestrator', callSettled, ({ data }) => this.settled.push(data));
    this.beat();
  }

  gatewayClient(): RequestClient {
    return new RequestClient(this.buses['admin-gateway']);
  }

  addWorkspace(workspaceId: string): void {
    logOf(this.catalogue, workspaceId);
    logOf(this.identities, workspaceId);
    this.change(workspaceId, { kind: 'entitlements', entitlements: { agent_approvals: true } });
  }

  addIntegration(workspaceId: string, slug: string, upstream: KnownIntegration['upstream']): KnownIntegration {
    const integration: KnownIntegration = { id: newId(), slug, upstream, ...aTestConnection() };
    this.integrations.set(integration.id, integration);
    this.tools.set(integration.id, new Map());
    this.announceIntegration(workspaceId, integration);
    this.change(workspaceId, { kind: 'integration', integrationId: integration.id, policy: { posture: 'open' } });
    return integration;
  }

  announceIntegration(workspaceId: string, { id, slug, connectionRevision }: KnownIntegration, removed = false): void {
    const entry = { integrationId: id, slug, connectionRevision, removed, toolName: null, definitionHash: null };
    logOf(this.catalogue, workspaceId).add(entry);
    this.hint('integration-registry', 'registry.integration.updated.v1', workspaceId);
  }

  removeIntegration(workspaceId: string, integration: KnownIntegration): void {
    this.removed.add(integration.id);
    this.announceIntegration(workspaceId, integration, true);
  }

  /** A discovered tool and, unless told otherwise, its policy. @returns the definition's hash */
  setTool(
    workspaceId: string,
    integration: KnownIntegration,
    toolName: string,
    policy: Record<string, unknown> | null = {},
    description = 'does it',
  ): string {
    const { id, slug, connectionRevision } = integration;
    const definitionHash = sha256Hex(`${toolName} ${description}`);
    this.tools.get(id)?.set(toolName, description);
    logOf(this.catalogue, workspaceId).add({
      integrationId: id,
      slug,
      toolName,
      definitionHash,
      connectionRevision,
      removed: false,
    });
    this.hint('integration-registry', 'registry.discovery.completed.v1', workspaceId);
    if (policy !== null) this.setPolicy(workspaceId, integration, toolName, { definitionHash, ...policy });
    return definitionHash;
  }

  setPolicy(workspaceId: string, integration: KnownIntegration, toolName: string, policy: object): void {
    const document = { toolName, ...policy };
    this.change(workspaceId, { kind: 'tool', integrationId: integration.id, toolName, policy: document });
  }

  change(workspaceId: string, change: Omit<PolicyChange, 'revision'>): void {
    logOf(this.policies, workspaceId).add(change);
    this.hint('policy', toolPoliciesChanged.subject, workspaceId);
  }

  removeMember(workspaceId: string, userId: string): void {
    logOf(this.identities, workspaceId).add({ kind: 'member_removed', id: userId, revoked: true });
    this.hint('admin-gateway', identityChanged.subject, workspaceId);
  }

  revoke(workspaceId: string, tokenId: string): void {
    logOf(this.identities, workspaceId).add({ kind: 'token_revoked', id: tokenId, revoked: true });
    this.hint('admin-gateway', identityChanged.subject, workspaceId);
  }

  revisionsOf(workspaceId: string): { catalogue: number; policy: number } {
    return {
      catalogue: logOf(this.catalogue, workspaceId).revision,
      policy: logOf(this.policies, workspaceId).revision,
    };
  }

  async decide(workspaceId: string, decided: ApprovalDecided): Promise<void> {
    await tell(this.buses.policy, approvalDecided, { workspaceId, aggregateId: decided.callId, data: decided });
  }

  async cancelRun(workspaceId: string, runId: string): Promise<void> {
    const data = { runId, agentId: newId(), status: 'cancelled' } as const;
    await tell(this.buses['agent-orchestrator'], runCancelled, { workspaceId, aggregateId: runId, data });
  }

  async close(): Promise<void> {
    this.isClosing = true;
    clearInterval(this.timer);
    await Promise.all(Object.values(this.buses).map((bus) => bus.close()));
  }

  private answerRegistry(): void {
    const owner = 'integration-registry';
    this.answer(owner, listCatalogueChanges, ({ workspaceId, sinceRevision }) =>
      page(this.catalogue.get(workspaceId), sinceRevision),
    );
    this.answer(owner, resolveUpstream, ({ workspaceId, integrationId, refused }) => {
      const integration = this.integrationOf(integrationId);
      if (refused !== undefined) {
        integration.refusals.push(refused);
        integration.renew(refused);
      }
      if (integration.unauthorized !== null) {
        throw new DomainError('integration.not_authorized', integration.unauthorized);
      }
      return aResolvedUpstream(workspaceId, integration, this.routerPublicKeyPem);
    });
    this.answer(owner, verifyIntegration, ({ integrationId }) => {
      this.verifications += 1;
      if (this.removed.has(integrationId))
        throw new DomainError('integration.not_found', 'There is no such integration.');
      this.integrationOf(integrationId).look();
      return anIntegrationView(this.integrationOf(integrationId), { succeeded: !this.isVerificationFailing });
    });
    this.answer(owner, listToolDefinitions, ({ integrationId, names = [] }) => ({
      snapshotRevision: 1,
      connectionRevision: this.integrationOf(integrationId).connectionRevision,
      items: names.flatMap((name) => this.definitionOf(integrationId, name)),
      nextCursor: null,
    }));
  }

  private answerPolicy(): void {
    this.answer('policy', listPolicyChanges, ({ workspaceId, sinceRevision }) => {
      if (this.unreadable.has(workspaceId)) throw new Error('its policies cannot be read');
      return page(this.policies.get(workspaceId), sinceRevision);
    });
    this.answer('policy', findApprovalOutcome, ({ approvalId }) => {
      const decided = this.outcomes.get(approvalId) ?? null;
      return { state: decided?.outcome ?? null, decided };
    });
    this.answer('policy', readEditedArguments, ({ approvalId }) => {
      const edit = this.edits.get(approvalId);
      if (edit === undefined) throw new DomainError('approval.not_edited', 'Nobody edited them.');
      return edit;
    });
    this.answer('policy', cancelApproval, ({ approvalId }) => {
      const decided = this.decidedFirst.get(approvalId) ?? null;
      return { state: decided?.outcome ?? 'cancelled', decided };
    });
  }

  private definitionOf(integrationId: string, name: string): object[] {
    const description = this.tools.get(integrationId)?.get(name);
    if (description === undefined) return [];
    const schema = this.schemas.get(name) ?? { type: 'object', properties: { id: { type: 'integer' } } };
    const definitionHash = sha256Hex(`${name} ${description}`);
    const plain = { title: null, inputSchema: schema, outputSchema: null, annotations: null, flags: [] };
    return [{ name, description, ...plain, definitionHash, ...this.described.get(name) }];
  }

  private integrationOf(integrationId: string): KnownIntegration {
    const integration = this.integrations.get(integrationId);
    if (integration === undefined) throw new Error('unknown integration');
    return integration;
  }

  answer<I extends object, O extends object>(
    owner: Owner,
    contract: RequestContract<I, O>,
    respond: (input: I) => object,
  ): void {
    this.traffic.answer(this.buses[owner], owner, contract, respond);
  }

  private beat(): void {
    const logs = { 'integration-registry': this.catalogue, policy: this.policies, 'admin-gateway': this.identities };
    for (const [owner, workspaces] of Object.entries(logs) as [Owner, Map<string, ChangeLog<never>>][]) {
      if (this.silent.has(owner)) continue;
      const revisions = [...workspaces].map(([workspaceId, log]) => ({ workspaceId, revision: log.revision }));
      this.buses[owner].connection.publish(heartbeatSubjectOf(owner), JSON.stringify({ workspaces: revisions }));
    }
  }

  /** Followers take events as hints and look only at the workspace. */
  private hint(owner: Owner, subject: string, workspaceId: string): void {
    this.buses[owner].connection.publish(subject, JSON.stringify({ workspaceId }));
  }

  private collect<P extends object>(
    service: 'policy' | 'agent-orchestrator',
    contract: EventContract<P>,
    take: (event: EventEnvelope<P>) => void,
  ): Promise<void> {
    return collect(this.buses[service], { service, contract, isOver: () => this.isClosing }, take);
  }
}
