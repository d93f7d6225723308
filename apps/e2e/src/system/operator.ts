import type { ApprovalView, IntegrationView, ToolView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { expect } from '@jest/globals';
import { textOf } from './inspector.js';
import { countersignJson } from './run-command.js';
import type { RunningSystem } from './running-system.js';
import { callByName, offeredNames } from './sdk-client.js';
import { Session } from './session.js';
import type { UpstreamServer } from './upstream-server.js';

/** "Within seconds", on a machine that runs all of the system and other tests. */
export const SOON = { timeoutMs: 20_000, intervalMs: 100 };

/** Who looks after servers: signed in at a browser, at a command line, and with an MCP client. */
export class Operator {
  private constructor(
    private readonly system: RunningSystem,
    readonly session: Session,
  ) {}

  static async of(system: RunningSystem): Promise<Operator> {
    return new Operator(system, await Session.signIn(system));
  }

  add({ url }: UpstreamServer, slug: string, ...options: string[]): Promise<IntegrationView> {
    return countersignJson<IntegrationView>(this.system, 'servers', 'add', url, '--slug', slug, ...options);
  }

  read({ id }: IntegrationView): Promise<IntegrationView> {
    return this.session.get<IntegrationView>(`/mcp-integrations/${id}`);
  }

  async list<T>(path: string): Promise<T[]> {
    return (await this.session.get<{ items: T[] }>(path)).items;
  }

  toolsOf({ id }: IntegrationView): Promise<ToolView[]> {
    return this.list<ToolView>(`/mcp-integrations/${id}/tools`);
  }

  async untilOffered(...names: string[]): Promise<void> {
    await eventually(async () => expect(await offeredNames(this.system)).toEqual(expect.arrayContaining(names)), SOON);
  }

  /** What the client reads. */
  async call(exposedName: string, args: Record<string, unknown>, token?: string): Promise<string> {
    return textOf(await callByName(this.system, 'modern', exposedName, args, token));
  }

  async pendingOf({ id }: IntegrationView): Promise<ApprovalView> {
    return eventually(async () => {
      const pending = await this.list<ApprovalView>('/approvals?state=pending');
      const found = pending.find(({ integrationId }) => integrationId === id);
      if (!found) throw new Error('no approval yet');
      return found;
    }, SOON);
  }

  async approve({ id }: ApprovalView): Promise<void> {
    await countersignJson(this.system, 'approvals', 'approve', id);
  }
}
