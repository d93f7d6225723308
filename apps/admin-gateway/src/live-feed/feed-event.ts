import type { Scope } from '@countersign/contracts';

/** Each kind with what somebody must be allowed to read to be told of it. */
export const FEED_SCOPES = {
  'approval.requested': 'approval:read',
  'approval.decided': 'approval:read',
  'approval.expired': 'approval:read',
  'approval.withdrawn': 'approval:read',
  'run.started': 'agent:read',
  'run.suspended': 'agent:read',
  'run.resumed': 'agent:read',
  'run.finished': 'agent:read',
  'run.cancelled': 'agent:read',
  'agent.changed': 'agent:read',
  'tool-policies.changed': 'integration:read',
  'integration.registered': 'integration:read',
  'integration.updated': 'integration:read',
  'integration.removed': 'integration:read',
  'integration.authorization_changed': 'integration:read',
  'discovery.completed': 'integration:read',
  'discovery.failed': 'integration:read',
  'calls.changed': 'call:read',
} as const satisfies Readonly<Record<string, Scope>>;

export type FeedKind = keyof typeof FEED_SCOPES;
export const FEED_KINDS = Object.keys(FEED_SCOPES) as FeedKind[];

/** What it is about: ids, and what it became. Never contents. */
export interface FeedSubject {
  readonly approvalId?: string | null;
  readonly callId?: string | null;
  readonly integrationId?: string | null;
  readonly runId?: string | null;
  readonly agentId?: string | null;
  /** Of the approval, the run, the agent or the authorization, from now on. */
  readonly state?: string | null;
}

export interface FeedItem {
  readonly kind: FeedKind;
  readonly about: FeedSubject;
}

/** A place in a workspace's feed. */
export interface FeedPlace {
  readonly epoch: string;
  readonly sequence: number;
}

const PLACE = /^([0-9a-f]{8})-(\d{1,15})$/;

/** The id of an event: `3f9c01ab-17`. */
export function toFeedId({ epoch, sequence }: FeedPlace): string {
  return `${epoch}-${sequence}`;
}

/** Null: it never was one of ours. */
export function parseFeedId(text: string): FeedPlace | null {
  const [, epoch, sequence] = PLACE.exec(text) ?? [];
  return epoch === undefined ? null : { epoch, sequence: Number(sequence) };
}
