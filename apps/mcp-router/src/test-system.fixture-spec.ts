import 'reflect-metadata';
import {
  approvalDecided,
  submitCall,
  type ApprovalDecided,
  type ApprovalRequested,
  type SubmittedCall,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { Bus, durableOf, streamOf } from '@countersign/messaging';
import { eventually, freePort } from '@countersign/testing';
import {
  signGrant,
  signToken,
  type AccessTokenClaims,
  type GrantClaims,
  type RunTokenClaims,
  type SigningKey,
} from '@countersign/tokens';
import type { INestApplication } from '@nestjs/common';
import { toCall, type Call, type CallRow } from './calls/call.js';
import { readConfig } from './config.js';
import { CopiesHost } from './copies/copies.host.js';
import { McpServer } from './mcp-endpoint/mcp.server.js';
import { startInfrastructure, type TestInfrastructure } from './test-infrastructure.fixture-spec.js';
import type { KnownIntegration, Neighbours } from './test-neighbours.fixture-spec.js';
import { startReplica } from './test-replica.fixture-spec.js';

export interface TestWorkspace {
  readonly id: string;
  readonly runId: string;
  readonly runToken: string;
}

/** The real router on a real Postgres and NATS; small responders on the real bus stand in for its neighbours. */
export class RouterSystem {
  readonly neighbours: Neighbours;
  readonly policyKey: SigningKey;
  readonly replicas: INestApplication[] = [];

  private constructor(readonly infrastructure: TestInfrastructure) {
    this.neighbours = infrastructure.neighbours;
    this.policyKey = infrastructure.policyKey;
  }

  /** Without a replica: for tests that start routers as processes of their own. */
  static async start({ replicas = 1, environment = {} } = {}): Promise<RouterSystem> {
    const system = new RouterSystem(await startInfrastructure(environment));
    for (let count = 0; count < replicas; count += 1) await system.addReplica();
    await system.caughtUp();
    return system;
  }

  async addReplica(): Promise<void> {
    const ports = { HEALTH_PORT: '0', MCP_PORT: String(await freePort()) };
    this.replicas.push(await startReplica(readConfig({ ...this.infrastructure.environment, ...ports })));
  }

  get<T>(provider: abstract new (...dependencies: never[]) => T, replica = 0): T {
    const app = this.replicas[replica];
    if (app === undefined) throw new Error('no such replica');
    return app.get<T>(provider, { strict: false });
  }

  mcpUrl(replica = 0): string {
    return `http://127.0.0.1:${this.get(McpServer, replica).port}/mcp`;
  }

  /** A workspace with a hosted run in it. */
  async workspace(): Promise<TestWorkspace> {
    const id = newId();
    const runId = newId();
    this.neighbours.addWorkspace(id);
    await this.caughtUp();
    return { id, runId, runToken: this.runToken(id, runId) };
  }

  async integration(
    workspaceId: string,
    slug: string,
    upstream: KnownIntegration['upstream'],
  ): Promise<KnownIntegration> {
    const integration = this.neighbours.addIntegration(workspaceId, slug, upstream);
    await this.followed(workspaceId);
    return integration;
  }

  async tool(
    workspaceId: string,
    integration: KnownIntegration,
    toolName: string,
    policy: Record<string, unknown> | null = {},
  ): Promise<void> {
    this.neighbours.setTool(workspaceId, integration, toolName, policy);
    await this.followed(workspaceId);
  }

  /** Every replica has what the neighbours have said so far. */
  async followed(workspaceId: string): Promise<void> {
    const { catalogue, policy } = this.neighbours.revisionsOf(workspaceId);
    await eventually(() => {
      for (const [index] of this.replicas.entries()) {
        const applied = this.get(CopiesHost, index).revisionsOf(workspaceId);
        if (applied.catalogue < catalogue || applied.policy < policy) throw new Error('not followed yet');
      }
    });
  }

  async caughtUp(): Promise<void> {
    await eventually(() => {
      for (const [index] of this.replicas.entries())
        if (!this.get(CopiesHost, index).areAllCurrent()) throw new Error('not caught up yet');
    });
  }

  runToken(
    workspace: string,
    runId: string,
    more: Partial<Pick<RunTokenClaims, 'agentId' | 'strictness' | 'initiator' | 'tools'>> = {},
  ): string {
    const claims = {
      workspace,
      runId,
      agentId: more.agentId ?? newId(),
      agentVersion: 1,
      initiator: more.initiator ?? 'user:ada',
      ownerId: 'ada',
      name: 'Nightly triage',
      tools: more.tools ?? 'all',
      strictness: more.strictness ?? 'allow',
    } as const;
    const options = { type: 'run', audience: 'mcp-router', issuer: 'admin-gateway', ttlSeconds: 600 } as const;
    return signToken(claims, this.infrastructure.gatewayKey, options);
  }

  clientToken(workspace: string, more: Partial<AccessTokenClaims> & { jti?: string } = {}): string {
    const { jti, ...rest } = more;
    const claims: AccessTokenClaims = {
      sub: newId(),
      kind: 'mcp',
      workspace,
      scopes: [],
      name: 'Laptop',
      ownerId: 'ada',
      ...rest,
    };
    const options = { type: 'access', audience: 'mcp-router', issuer: 'admin-gateway', ttlSeconds: 600 } as const;
    return signToken(claims, this.infrastructure.gatewayKey, jti === undefined ? options : { ...options, jti });
  }

  submit(workspace: TestWorkspace, exposedName: string, args: unknown, toolCallId = newId()): Promise<SubmittedCall> {
    const text = typeof args === 'string' ? args : JSON.stringify(args);
    return this.neighbours.requests.ask(submitCall, {
      runToken: workspace.runToken,
      toolCallId,
      exposedName,
      arguments: text,
    });
  }

  /** The approval request of a call, as policy received it. */
  async requestOf(callId: string): Promise<ApprovalRequested> {
    return eventually(() => {
      const found = this.neighbours.requested.find((request) => request.callId === callId);
      if (found === undefined) throw new Error(`no approval was requested for ${callId}`);
      return found;
    });
  }

  grant(
    workspaceId: string,
    request: ApprovalRequested,
    change: Partial<GrantClaims> = {},
    key = this.policyKey,
  ): string {
    const claims: GrantClaims = {
      jti: request.approvalId,
      workspace: workspaceId,
      callId: request.callId,
      bindingVersion: request.bindingVersion,
      bindingHash: request.bindingHash,
      decision: 'approved',
      approver: { id: 'grace', name: 'Grace' },
      argumentsEdited: false,
      ...change,
    };
    return signGrant(claims, key);
  }

  decision(request: ApprovalRequested, change: Partial<ApprovalDecided> = {}): ApprovalDecided {
    return {
      approvalId: request.approvalId,
      callId: request.callId,
      outcome: 'approved',
      grant: null,
      decidedBy: { kind: 'user', id: 'grace', name: 'Grace' },
      reasonCode: 'decided',
      reason: null,
      decidedAt: new Date().toISOString(),
      ...change,
    };
  }

  async approve(workspaceId: string, callId: string): Promise<void> {
    const request = await this.requestOf(callId);
    await this.neighbours.decide(workspaceId, this.decision(request, { grant: this.grant(workspaceId, request) }));
  }

  /** Every decision that was sent so far has been handled, whatever came of it. */
  async decisionsHandled(): Promise<void> {
    const { jetstream } = this.get(Bus);
    const consumer = await jetstream.consumers.get(streamOf('policy'), durableOf('mcp-router', approvalDecided));
    await eventually(async () => {
      const { num_pending, num_ack_pending } = await consumer.info();
      if (num_pending + num_ack_pending > 0) throw new Error('decisions are being handled');
    });
  }

  async call(workspaceId: string, callId: string): Promise<Call> {
    const [row] = await this.query<CallRow>(workspaceId, 'select * from calls where id = $1', [callId]);
    if (row === undefined) throw new Error('no such call');
    return toCall(row);
  }

  async callIn(workspaceId: string, callId: string, state: Call['state']): Promise<Call> {
    return eventually(async () => {
      const call = await this.call(workspaceId, callId);
      if (call.state !== state) throw new Error(`the call is ${call.state}, not ${state}: ${call.outcomeReason}`);
      return call;
    });
  }

  /** What a model would read of it. */
  async resultText(workspaceId: string, callId: string): Promise<string> {
    const sql = 'select result from call_results where call_id = $1';
    const [row] = await this.query<{ result: Buffer }>(workspaceId, sql, [callId]);
    const { content } = JSON.parse(row?.result.toString() ?? '{}') as { content: { text: string }[] };
    return content.map(({ text }) => text).join('\n');
  }

  /** Rows of one workspace, as the service itself would see them. */
  async query<Row>(workspaceId: string, sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.infrastructure.database.transaction(workspaceId, (tx) => tx.query<Row[]>(sql, parameters));
  }

  async stop(): Promise<void> {
    await Promise.all(this.replicas.map((app) => app.close()));
    await this.infrastructure.stop();
  }
}
