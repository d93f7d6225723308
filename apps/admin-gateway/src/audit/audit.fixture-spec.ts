import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Actor, type EventContract, integrationRegistered, type PolicyAudited } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { publishEvent } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';
import type { AuditPage } from './audit.dto.js';

export const PATH = '/api/v1/workspaces/default/audit';
export const AT = '2026-11-23T10:00:00.000Z';
export const ACTOR: Actor = { kind: 'user', id: newId(), name: 'Erin Editor' };

interface Published {
  readonly id?: string;
  readonly workspace?: string;
  readonly at?: string;
}

interface Parts {
  readonly system: GatewaySystem;
  readonly admin: HttpClient;
  readonly workspaceId: string;
}

/** The audit of the first workspace, as its admin reads it and as other services write to it. */
export class TestAudit implements Parts {
  private started: Parts | undefined;

  async start(): Promise<void> {
    const system = await GatewaySystem.start();
    this.started = { system, admin: await system.signIn(), workspaceId: await system.workspaceId() };
  }

  get system(): GatewaySystem {
    return this.parts.system;
  }

  get admin(): HttpClient {
    return this.parts.admin;
  }

  get workspaceId(): string {
    return this.parts.workspaceId;
  }

  async publish<P extends object>(
    contract: EventContract<P>,
    data: P & { integrationId: string | null },
    { id = newId(), workspace = this.workspaceId, at = AT }: Published = {},
  ): Promise<void> {
    const aggregateId = data.integrationId ?? id;
    const envelope = { id, type: contract.subject, workspaceId: workspace, aggregateId, occurredAt: at, data };
    await publishEvent(this.system.neighbours.busOf(contract.publisher).jetstream, contract, envelope, newId());
  }

  register(integrationId: string, options: Published = {}): Promise<void> {
    const event = { integrationId, slug: 'Tracker', displayName: 'T', posture: 'open', actor: ACTOR } as const;
    return this.publish(integrationRegistered, { ...event, connectionRevision: 1, revision: 1 }, options);
  }

  async list(query = ''): Promise<AuditPage> {
    return (await this.admin.get<AuditPage>(`${PATH}${query}`)).body;
  }

  /** Once it has that many entries of an integration. */
  entriesOf(integrationId: string, count: number): Promise<AuditPage['items']> {
    return eventually(async () => {
      const { items } = await this.list(`?integrationId=${integrationId}`);
      expect(items).toHaveLength(count);
      return items;
    });
  }

  private get parts(): Parts {
    if (this.started === undefined) throw new Error('nothing was started');
    return this.started;
  }
}

/** Of a gateway for all tests of one suite. */
export function theAudit(): TestAudit {
  const audit = new TestAudit();
  beforeAll(() => audit.start());
  afterAll(() => audit.system.stop());
  return audit;
}

export function anAudited(overrides: Partial<PolicyAudited> = {}): PolicyAudited {
  return {
    id: newId(),
    at: AT,
    action: 'approval.denied',
    actor: { kind: 'token', id: newId(), name: 'Phone', ownerId: newId() },
    way: 'cli',
    integrationId: newId(),
    toolName: 'a\u0000b',
    approvalId: newId(),
    revision: null,
    before: null,
    after: '{"state":"denied"',
    requestId: 'request-1',
    ...overrides,
  };
}
