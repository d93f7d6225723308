import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { eventually } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import { startRouterProcess, type RouterProcess } from '../test-router-process.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

export interface Scene {
  readonly upstream: TestUpstream;
  readonly workspace: TestWorkspace;
}

/** Beyond it a probe of a process that stands still is given up. */
const PROBE_MS = 500;

/** A router as a process of its own, to which something happens in the middle of a call, and the one that comes after it. */
export class DoomedRouter {
  private victim: RouterProcess | undefined;
  private scene: Scene | undefined;

  private infrastructure: RouterSystem | undefined;

  async start(): Promise<void> {
    this.infrastructure = await RouterSystem.start({ replicas: 0 });
  }

  async stop(): Promise<void> {
    await this.system.stop();
  }

  /** A server with one tool that needs approval and one that does not, for one test. */
  async begin(): Promise<void> {
    const upstream = await TestUpstream.start('legacy');
    const workspace = await this.system.workspace();
    const integration = await this.system.integration(workspace.id, 'Tracker', upstream);
    integration.timeoutMs = 20_000;
    await this.system.tool(workspace.id, integration, 'issue.delete', { requiresApproval: true });
    await this.system.tool(workspace.id, integration, 'issue.get');
    this.scene = { upstream, workspace };
  }

  async end(): Promise<void> {
    await this.victim?.stop('SIGKILL');
    await this.scene?.upstream.stop();
    await Promise.all(this.system.replicas.splice(0).map((heir) => heir.close()));
  }

  get system(): RouterSystem {
    if (this.infrastructure === undefined) throw new Error('nothing was started');
    return this.infrastructure;
  }

  get upstream(): TestUpstream {
    return this.now.upstream;
  }

  get workspace(): TestWorkspace {
    return this.now.workspace;
  }

  get process(): RouterProcess {
    if (this.victim === undefined) throw new Error('no router was started');
    return this.victim;
  }

  async run(environment: Readonly<Record<string, string>> = {}): Promise<RouterProcess> {
    this.victim = await startRouterProcess(this.system.infrastructure, environment);
    return this.victim;
  }

  /** A call that a person has approved: the process gets to know it like any other. */
  async approved(): Promise<string> {
    const { callId } = await this.system.submit(this.workspace, 'mcp__Tracker__issue_x2Edelete', { id: 7 });
    await this.system.approve(this.workspace.id, callId);
    return callId;
  }

  /** An external client's call that needs nobody's approval; what it is answered, or that it is not. */
  async allowed(): Promise<string> {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${this.system.clientToken(this.workspace.id)}`,
    };
    const params = { name: 'Tracker__issue_x2Eget', arguments: {} };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    return fetch(this.process.mcpUrl, { method: 'POST', headers, body }).then(
      (response) => response.text(),
      (error: unknown) => `no answer: ${String(error)}`,
    );
  }

  /** Another replica; the leases of the first one, and of its relay, are brought forward, also those that it takes later. */
  async succeed(callId: string): Promise<void> {
    if (this.system.replicas.length === 0) await this.system.addReplica();
    await this.expireLease(callId);
    await this.system.infrastructure.database.system((tx) => tx.query('update outbox set leased_until = now()'));
  }

  async expireLease(callId: string): Promise<void> {
    const expire = `update calls set lease_until = now() where id = $1 and state = 'dispatching'`;
    const wake = `update calls set due_at = now() where id = $1 and state = 'approved'`;
    for (const sql of [expire, wake]) await this.system.query(this.workspace.id, sql, [callId]);
  }

  call(callId: string): Promise<Call> {
    return this.system.call(this.workspace.id, callId);
  }

  callIn(callId: string, state: Call['state']): Promise<Call> {
    return this.system.callIn(this.workspace.id, callId, state);
  }

  /** What the rest of the system was told of its end. */
  settledAs(callId: string): string[] {
    return this.system.neighbours.settled.flatMap((event) => (event.callId === callId ? [event.state] : []));
  }

  /** What was found out after the turn had been taken away. */
  async lateOutcomes(callId: string): Promise<string[]> {
    const rows = await this.system.query<{ state: string }>(
      this.workspace.id,
      'select state from late_outcomes where call_id = $1',
      [callId],
    );
    return rows.map(({ state }) => state);
  }

  /** It accepts connections, as every stopped process does, and answers none. */
  async standsStill(): Promise<void> {
    const probe = (): Promise<Response> => fetch(this.process.readyUrl, { signal: AbortSignal.timeout(PROBE_MS) });
    await eventually(() => expect(probe()).rejects.toThrow(/timeout/i));
  }

  async isReadyAgain(): Promise<void> {
    await eventually(async () => expect((await fetch(this.process.readyUrl)).status).toBe(200), { timeoutMs: 20_000 });
  }

  private get now(): Scene {
    if (this.scene === undefined) throw new Error('nothing has begun');
    return this.scene;
  }
}

/** For the tests of one suite; each begins anew. */
export function aDoomedRouter(): DoomedRouter {
  const router = new DoomedRouter();
  beforeAll(() => router.start());
  afterAll(() => router.stop());
  beforeEach(() => router.begin());
  afterEach(() => router.end());
  return router;
}
