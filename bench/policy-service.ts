import {
  discoveryCompleted,
  type EventContract,
  integrationRegistered,
  listToolDefinitions,
  type ListToolDefinitionsRequest,
  listTools,
  type ToolDefinition,
  type ToolPage,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { type Bus, publishEvent } from '@countersign/messaging';
import type { StartedProcess } from '@countersign/testing';
import { generateKeyEncryptionKey, generateSigningKey } from '@countersign/tokens';
import { OneService } from './one-service.ts';

/** A page of definitions is a message: far below its limit with the tools of the bench. */
const TOOLS_PER_PAGE = 100;

interface Parts {
  readonly surroundings: OneService;
  readonly registry: Bus;
  readonly gateway: Bus;
  readonly router: Bus;
  readonly service: StartedProcess;
}

/** The policy service alone, as it runs in production, with a counter between it and its database; its neighbours are played. */
export class BenchPolicy {
  private readonly listings = new Map<string, readonly ToolDefinition[]>();

  private constructor(private readonly parts: Parts) {
    parts.registry.connection.subscribe(listToolDefinitions.subject, {
      queue: 'integration-registry',
      callback: (_error, message) => {
        const data = this.page(message.json<ListToolDefinitionsRequest>());
        message.respond(JSON.stringify({ ok: true, data }));
      },
    });
  }

  static async start(): Promise<BenchPolicy> {
    const surroundings = await OneService.prepare('policy');
    const service = await surroundings.start({
      POLICY_SIGNING_KEY: generateSigningKey().privateKeyPem,
      KEY_ENCRYPTION_KEYS: generateKeyEncryptionKey('bench'),
      PUBLIC_URL: 'http://127.0.0.1:7400',
    });
    return new BenchPolicy({
      ...{ surroundings, service },
      registry: await surroundings.connectAs('integration-registry'),
      gateway: await surroundings.connectAs('admin-gateway'),
      router: await surroundings.connectAs('mcp-router'),
    });
  }

  get statements(): number {
    return this.parts.surroundings.statements;
  }

  /** Where the gateway asks, and where a router does. */
  get gateway(): Bus {
    return this.parts.gateway;
  }

  get router(): Bus {
    return this.parts.router;
  }

  /** Announces an integration and its first discovery. */
  async announce(workspaceId: string, tools: readonly ToolDefinition[]): Promise<string> {
    const integrationId = newId();
    this.listings.set(integrationId, tools);
    const connectionRevision = 1;
    await this.publish(integrationRegistered, workspaceId, integrationId, {
      ...{ integrationId, slug: 'Bench', displayName: 'Bench', posture: 'open', connectionRevision, revision: 1 },
    });
    await this.publish(discoveryCompleted, workspaceId, integrationId, {
      ...{ integrationId, snapshotRevision: 1, connectionRevision, revision: 2, toolCount: tools.length },
      ...{ tools: [], complete: false, added: [], removed: [], changed: [] },
    });
    return integrationId;
  }

  /** Null: its first discovery is still being merged. */
  async isMerged(workspaceId: string, integrationId: string): Promise<true | null> {
    const input = JSON.stringify({ workspaceId, integrationId, limit: 1 });
    const reply = await this.gateway.connection.request(listTools.subject, input, { timeout: 30_000 });
    return reply.json<{ data?: ToolPage }>().data?.items.length === 1 ? true : null;
  }

  async stop(): Promise<void> {
    const { gateway, router, registry, service, surroundings } = this.parts;
    await Promise.all([gateway, router, registry].map((bus) => bus.close()));
    await service.stop();
    await surroundings.stop();
  }

  private page({ integrationId, cursor }: ListToolDefinitionsRequest) {
    const from = Number(cursor ?? 0);
    const tools = this.listings.get(integrationId) ?? [];
    const next = from + TOOLS_PER_PAGE;
    const nextCursor = next < tools.length ? String(next) : null;
    return { snapshotRevision: 1, connectionRevision: 1, items: tools.slice(from, next), nextCursor };
  }

  private async publish<P extends object>(
    contract: EventContract<P>,
    workspaceId: string,
    aggregateId: string,
    data: P,
  ): Promise<void> {
    const head = { id: newId(), type: contract.subject, workspaceId, aggregateId };
    const event = { ...head, occurredAt: new Date().toISOString(), data };
    await publishEvent(this.parts.registry.jetstream, contract, event, newId());
  }
}
