import {
  type DiscoveryCompleted,
  discoveryCompleted,
  type EventContract,
  integrationRegistered,
  type IntegrationRegistered,
  integrationRemoved,
  type IntegrationState,
  integrationUpdated,
  listIntegrationStates,
  type ListIntegrationStatesRequest,
  listToolDefinitions,
  type ListToolDefinitionsRequest,
  registryHeartbeat,
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

/** So that every listing of more is read in pages. */
const ROWS_PER_PAGE = 2;
/** Large listings have larger pages: hundreds of round trips would show nothing more. */
const PAGES_MAX = 10;

/** Stands in for the registry: answers for its snapshots and announces what the tests tell it to. */
export class Registry {
  /** How often it was asked. */
  asked = 0;
  private readonly snapshots = new Map<string, Snapshot>();
  private readonly states = new Map<string, Map<string, IntegrationState>>();
  private readonly revisions = new Map<string, number>();
  private readonly comparisons = new Map<string, number>();

  constructor(private readonly bus: Bus) {
    bus.connection.subscribe(listToolDefinitions.subject, {
      queue: 'integration-registry',
      callback: (_error, message) => this.answer(message),
    });
    bus.connection.subscribe(listIntegrationStates.subject, {
      queue: 'integration-registry',
      callback: (_error, message) => this.listStates(message),
    });
  }

  /** Changes what it has without an event: that one is lost. */
  keep(workspaceId: string, state: Pick<IntegrationState, 'integrationId'> & Partial<IntegrationState>): void {
    const states = this.states.get(workspaceId) ?? new Map<string, IntegrationState>();
    const snapshot = this.snapshots.get(state.integrationId);
    const { snapshotRevision = 0, connectionRevision = 1 } = snapshot ?? {};
    const fresh = { slug: 'Tracker', posture: 'open', removed: false, snapshotRevision, connectionRevision } as const;
    this.states.set(workspaceId, states.set(state.integrationId, { ...fresh, ...state }));
    this.revisions.set(workspaceId, (this.revisions.get(workspaceId) ?? 0) + 1);
  }

  /** Says how far it is, once; nobody hears a heartbeat that comes before they listen. */
  beat(workspaceId: string): void {
    const workspaces = [{ workspaceId, revision: this.revisionOf(workspaceId) }];
    this.beatRaw(JSON.stringify({ workspaces, part: 0, parts: 1 }));
  }

  beatRaw(payload: string): void {
    this.bus.connection.publish(registryHeartbeat.subject, payload);
  }

  revisionOf(workspaceId: string): number {
    return this.revisions.get(workspaceId) ?? 0;
  }

  /** How often all of a workspace's states were asked for. */
  comparisonsOf(workspaceId: string): number {
    return this.comparisons.get(workspaceId) ?? 0;
  }

  /** Any payload as one of its events. */
  async announce(subject: string, workspaceId: string, data: object): Promise<void> {
    const contract = { ...integrationRegistered, subject } as EventContract<object>;
    await this.publish(contract, workspaceId, workspaceId, data);
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
    const next = from + Math.max(ROWS_PER_PAGE, Math.ceil(snapshot.tools.length / PAGES_MAX));
    const items = snapshot.tools.slice(from, next);
    const nextCursor = next < snapshot.tools.length ? String(next) : null;
    const { snapshotRevision, connectionRevision } = snapshot;
    message.respond(JSON.stringify({ ok: true, data: { snapshotRevision, connectionRevision, items, nextCursor } }));
  }

  private listStates(message: Msg): void {
    const { workspaceId, cursor } = message.json<ListIntegrationStatesRequest>();
    const states = [...(this.states.get(workspaceId)?.values() ?? [])];
    const from = Number(cursor ?? 0);
    const next = from + ROWS_PER_PAGE;
    if (from === 0) this.comparisons.set(workspaceId, this.comparisonsOf(workspaceId) + 1);
    const data = {
      revision: this.revisionOf(workspaceId),
      items: states.slice(from, next),
      nextCursor: next < states.length ? String(next) : null,
    };
    message.respond(JSON.stringify({ ok: true, data }));
  }
}
