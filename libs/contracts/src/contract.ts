/**
 * The shapes of what crosses the bus; beside them, the heartbeats of in-memory copies.
 *
 * | kind    | subject                              | transport                                   |
 * |---------|--------------------------------------|---------------------------------------------|
 * | request | `registry.register-integration.v1`   | core NATS request/reply with queue groups   |
 * | event   | `registry.discovery.completed.v1`    | JetStream stream of the publishing service  |
 * | hint    | `orchestrator.run.delta.v1`          | core NATS, plain JSON of the payload        |
 */
export const SERVICES = [
  'integration-registry',
  'policy',
  'mcp-router',
  'agent-orchestrator',
  'admin-gateway',
] as const;
export type ServiceName = (typeof SERVICES)[number];

/** A class whose instances are validated with class-validator. */
export type Dto<T extends object> = new () => T;

export interface RequestContract<I extends object, O extends object> {
  readonly kind: 'request';
  readonly subject: string;
  readonly input: Dto<I>;
  readonly output: Dto<O>;
  /** The only service that answers. */
  readonly responder: ServiceName;
  /** Every service that may ask; the bus refuses the rest. */
  readonly requesters: readonly ServiceName[];
  readonly timeoutMs: number;
}

export interface EventContract<P extends object> {
  readonly kind: 'event';
  readonly subject: string;
  readonly payload: Dto<P>;
  readonly publisher: ServiceName;
  /** Services of which one replica handles each event, through a durable consumer. */
  readonly workers: readonly ServiceName[];
  /** Services of which every replica listens, for its in-memory copy. */
  readonly followers: readonly ServiceName[];
}

/** Told once, to whoever listens, and stored nowhere: a lost one must do no harm, because the record says the same later. */
export interface HintContract<P extends object> {
  readonly kind: 'hint';
  readonly subject: string;
  readonly payload: Dto<P>;
  readonly publisher: ServiceName;
  /** Services of which every replica may listen. */
  readonly followers: readonly ServiceName[];
}

/** What an outbox row becomes on the wire. `id` is what the inbox de-duplicates by: a re-emission keeps it. */
export interface EventEnvelope<P extends object = object> {
  readonly id: string;
  readonly type: string;
  readonly workspaceId: string;
  /** What the event is ordered by: an integration, a call, a run, a workspace. */
  readonly aggregateId: string;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly data: P;
}

/** The default: a request crosses two processes on one network; slower ones say so. */
export const REQUEST_TIMEOUT_MS = 5_000;

export function defineRequest<I extends object, O extends object>(
  contract: Omit<RequestContract<I, O>, 'kind' | 'timeoutMs'> & { readonly timeoutMs?: number },
): RequestContract<I, O> {
  return { kind: 'request', timeoutMs: REQUEST_TIMEOUT_MS, ...contract };
}

export function defineEvent<P extends object>(
  contract: Omit<EventContract<P>, 'kind' | 'followers'> & { readonly followers?: readonly ServiceName[] },
): EventContract<P> {
  return { kind: 'event', followers: [], ...contract };
}

export function defineHint<P extends object>(contract: Omit<HintContract<P>, 'kind'>): HintContract<P> {
  return { kind: 'hint', ...contract };
}
