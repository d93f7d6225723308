import {
  type DiscoveryCompleted,
  discoveryCompleted,
  type EventContract,
  integrationRegistered,
  type IntegrationRegistered,
  integrationRemoved,
  integrationUpdated,
  listToolDefinitions,
  type ListToolDefinitionsRequest,
  type ToolDefinition,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { type Bus, publishEvent } from '@countersign/messaging';
import type { Msg } from '@nats-io/transport-node';

export interface Snapshot {
  readonly snapshotRevision: number;
  readonly connectionRevision: number;
  readonly tools: readonly ToolDefinition[];
}

/** So that every listing of more tools is read in pages. */
const TOOLS_PER_PAGE = 2;

/** Stands in for the registry: answers for its snapshots and announces what the tests tell it to. */
export class Registry {
  /** How often it was asked. */
  asked = 0;
  private readonly snapshots = new Map<string, Snapshot>();

  constructor(private readonly bus: Bus) {
    bus.connection.subscribe(listToolDefinitions.subject, {
      queue: 'integration-registry',
      callback: (_error, message) => this.answer(message),
    });
  }

  setSnapshot(integrationId: string, snapshot: Snapshot): void {
    this.snapshots.set(integrationId, snapshot);
  }

  forget(integrationId: string): void {
    this.snapshots.delete(integrationId);
  }

  async register(
    workspaceId: string,
    data: Pick<IntegrationRegistered, 'integrationId'> & Partial<IntegrationRegistered>,
  ): Promise<void> {
    await this.publish(integrationRegistered, workspaceId, data.integrationId, {
      slug: 'Tracker',
      displayName: 'Tracker',
      posture: 'open',
      connectionRevision: 1,
      revision: 1,
      ...data,
    });
  }

  async move(workspaceId: string, integrationId: string, connectionRevision: number): Promise<void> {
    const names = { slug: 'Tracker', displayName: 'Tracker' };
    const data = { integrationId, ...names, connectionRevision, connectionMoved: true, revision: 2 };
    await this.publish(integrationUpdated, workspaceId, integrationId, data);
  }

  async rename(workspaceId: string, integrationId: string): Promise<void> {
    const names = { slug: 'Tracker', displayName: 'Other name' };
    const data = { integrationId, ...names, connectionRevision: 1, connectionMoved: false, revision: 2 };
    await this.publish(integrationUpdated, workspaceId, integrationId, data);
  }

  async remove(workspaceId: string, integrationId: string): Promise<void> {
    await this.publish(integrationRemoved, workspaceId, integrationId, {
      integrationId,
      slug: 'Tracker',
      revision: 9,
    });
  }

  /** Announces a snapshot, by default the one that it would answer with. */
  async announceDiscovery(
    workspaceId: string,
    integrationId: string,
    options: { readonly eventId?: string; readonly snapshotRevision?: number } = {},
  ): Promise<void> {
    const snapshot = this.snapshots.get(integrationId);
    const data: DiscoveryCompleted = {
      integrationId,
      snapshotRevision: options.snapshotRevision ?? snapshot?.snapshotRevision ?? 1,
      connectionRevision: snapshot?.connectionRevision ?? 1,
      revision: 1,
      toolCount: snapshot?.tools.length ?? 0,
      tools: [],
      complete: false,
      added: [],
      removed: [],
      changed: [],
    };
    await this.publish(discoveryCompleted, workspaceId, integrationId, data, options.eventId);
  }

  async close(): Promise<void> {
    await this.bus.close();
  }

  private async publish<P extends object>(
    contract: EventContract<P>,
    workspaceId: string,
    aggregateId: string,
    data: P,
    eventId = newId(),
  ): Promise<void> {
    const occurredAt = new Date().toISOString();
    const envelope = { id: eventId, type: contract.subject, workspaceId, aggregateId, occurredAt, data };
    // A message id of its own: a repeated event is to be delivered again.
    await publishEvent(this.bus.jetstream, contract, envelope, newId());
  }

  private answer(message: Msg): void {
    this.asked += 1;
    const { integrationId, cursor } = message.json<ListToolDefinitionsRequest>();
    const snapshot = this.snapshots.get(integrationId);
    if (snapshot === undefined) {
      const error = { code: 'integration.not_found', message: 'unknown' };
      message.respond(JSON.stringify({ ok: false, error }));
      return;
    }
    const from = Number(cursor ?? 0);
    const items = snapshot.tools.slice(from, from + TOOLS_PER_PAGE);
    const next = from + TOOLS_PER_PAGE;
    const nextCursor = next < snapshot.tools.length ? String(next) : null;
    const { snapshotRevision, connectionRevision } = snapshot;
    message.respond(JSON.stringify({ ok: true, data: { snapshotRevision, connectionRevision, items, nextCursor } }));
  }
}
