import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { ApprovalDecided, ApprovalRequested, SubmittedCall } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import type { GrantClaims, SigningKey } from '@countersign/tokens';
import type { Call } from './calls/call.js';
import type { KnownIntegration, Neighbours } from './test-neighbours.fixture-spec.js';
import { aRouter, type TestRouter } from './test-router.fixture-spec.js';
import type { RouterSystem, TestWorkspace } from './test-system.fixture-spec.js';
import { TestUpstream } from './test-upstream.fixture-spec.js';

type Policy = Readonly<Record<string, unknown>>;
export type Claims = NonNullable<Parameters<RouterSystem['clientToken']>[1]>;

interface Scene {
  upstream: TestUpstream;
  readonly workspace: TestWorkspace;
  readonly integration: KnownIntegration;
}

/** The scene of most tests: a workspace with one integration, "Tracker", whose server records every call. */
export class Tracker {
  private scene: Scene | undefined;

  constructor(
    private readonly router: TestRouter,
    private readonly era: TestUpstream['era'],
    private readonly tools: Readonly<Record<string, Policy>>,
  ) {}

  async begin(): Promise<void> {
    const upstream = await TestUpstream.start(this.era);
    const workspace = await this.system.workspace();
    const integration = await this.system.integration(workspace.id, 'Tracker', upstream);
    this.scene = { upstream, workspace, integration };
    for (const [name, policy] of Object.entries(this.tools)) await this.tool(name, policy);
  }

  async end(): Promise<void> {
    this.scene?.upstream.release();
    await this.scene?.upstream.stop();
  }

  get system(): RouterSystem {
    return this.router.system;
  }

  get neighbours(): Neighbours {
    return this.system.neighbours;
  }

  get upstream(): TestUpstream {
    return this.now.upstream;
  }

  get workspace(): TestWorkspace {
    return this.now.workspace;
  }

  get integration(): KnownIntegration {
    return this.now.integration;
  }

  /** Its server, once it has stopped, is back at the same address and remembers nothing. */
  async comeBack(): Promise<void> {
    this.now.upstream = await TestUpstream.start(this.era, this.upstream.port);
  }

  tool(name: string, policy: Policy = {}): Promise<void> {
    return this.system.tool(this.workspace.id, this.integration, name, policy);
  }

  followed(): Promise<void> {
    return this.system.followed(this.workspace.id);
  }

  clientToken(claims: Claims = {}): string {
    return this.system.clientToken(this.workspace.id, claims);
  }

  submit(exposedName: string, args: unknown, as = this.workspace): Promise<SubmittedCall> {
    return this.system.submit(as, exposedName, args);
  }

  /** A call that waits for a person, as policy was asked about it. */
  async pending(exposedName: string, args: unknown, as = this.workspace): Promise<ApprovalRequested> {
    const { callId, state } = await this.submit(exposedName, args, as);
    expect(state).toBe('pending_approval');
    return this.system.requestOf(callId);
  }

  /** The call of an external client that waits for a person. */
  async waitingCall(): Promise<string> {
    return eventually(async () => {
      const [row] = await this.query<{ id: string }>(`select id from calls where state = 'pending_approval'`);
      if (row === undefined) throw new Error('nothing is pending');
      return row.id;
    });
  }

  grant(request: ApprovalRequested, change: Partial<GrantClaims> = {}, key?: SigningKey): string {
    return this.system.grant(this.workspace.id, request, change, key);
  }

  decide(decided: ApprovalDecided): Promise<void> {
    return this.neighbours.decide(this.workspace.id, decided);
  }

  approve(callId: string): Promise<void> {
    return this.system.approve(this.workspace.id, callId);
  }

  call(callId: string): Promise<Call> {
    return this.system.call(this.workspace.id, callId);
  }

  callIn(callId: string, state: Call['state']): Promise<Call> {
    return this.system.callIn(this.workspace.id, callId, state);
  }

  resultText(callId: string): Promise<string> {
    return this.system.resultText(this.workspace.id, callId);
  }

  query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.system.query<Row>(this.workspace.id, sql, parameters);
  }

  private get now(): Scene {
    if (this.scene === undefined) throw new Error('nothing has begun');
    return this.scene;
  }
}

export interface TrackerOptions {
  /** One of its own, unless suites share one. */
  readonly router?: TestRouter;
  readonly era?: TestUpstream['era'];
  /** Its tools and their policies. */
  readonly tools?: Readonly<Record<string, Policy>>;
  /** Whether all tests of the suite share one scene; else each begins anew. */
  readonly isShared?: boolean;
}

/** For the tests of one suite. */
export function aTracker({
  router = aRouter(),
  era = 'modern',
  tools = {},
  isShared = false,
}: TrackerOptions = {}): Tracker {
  const tracker = new Tracker(router, era, tools);
  (isShared ? beforeAll : beforeEach)(() => tracker.begin());
  (isShared ? afterAll : afterEach)(() => tracker.end());
  return tracker;
}
