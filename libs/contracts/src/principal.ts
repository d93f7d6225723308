import { Count, CountFrom, Id, Nested, NonEmptyText, OneOf, Optional, Text } from './fields.js';

export const ACTOR_KINDS = ['user', 'token', 'run', 'operator', 'system'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Who acts, as people read it in an audit; `id` is a UUID for users, tokens and runs. */
export class Actor {
  @OneOf(ACTOR_KINDS) kind!: ActorKind;
  @NonEmptyText(128) id!: string;
  @Text(255) name!: string;
  /** The person behind a token or a run: what the self-approval rule compares. */
  @Optional() @Text(128) ownerId?: string;
}

/** The one spelling of a principal that is bound into hashes and kept in rows. */
export function principalKey(actor: Pick<Actor, 'kind' | 'id'>): string {
  return `${actor.kind}:${actor.id}`;
}

export class WorkspaceRequest {
  @Id() workspaceId!: string;
}

export class ActorRequest extends WorkspaceRequest {
  @Nested(() => Actor) actor!: Actor;
}

/** On which way a person or a token acts; all of them are one code path. */
export const WAYS = ['api', 'web', 'cli'] as const;
export type Way = (typeof WAYS)[number];

/** Something that an audit keeps, with the way that it came on. */
export class WriteRequest extends ActorRequest {
  @Optional() @OneOf(WAYS) way?: Way;
}

/** Most rows of one page; a page also stays under 256 KiB. */
export const PAGE_SIZE_MAX = 200;
/** A page of nothing would never end a list. */
const PageSize = (): PropertyDecorator => CountFrom(1, PAGE_SIZE_MAX);

export class PageRequest extends WorkspaceRequest {
  /** Opaque; from the page before. */
  @Optional() @NonEmptyText(512) cursor?: string;
  @Optional() @PageSize() limit?: number;
}

/** Replicas catch up with this: every change of one workspace after a revision, in order, in pages. */
export class ChangesRequest extends WorkspaceRequest {
  @Count() sinceRevision!: number;
  @Optional() @NonEmptyText(512) cursor?: string;
}

/** Nothing to say but that it is done. */
export class Done {}
