import type { Actor, Scope, Way } from '@countersign/contracts';

/** Who sends a request, before it is known in which workspace. */
export interface Identity {
  readonly kind: 'user' | 'token';
  /** Of the user, or of the token. */
  readonly id: string;
  readonly name: string;
  /** The person behind it: the user itself, or who made the token. */
  readonly ownerId: string;
  /** What narrows a token; null for a person. */
  readonly token: { readonly workspaceId: string; readonly scopes: readonly string[] } | null;
  /** What a browser must repeat in a header to write; null where no cookie authenticates. */
  readonly csrfToken: string | null;
  /** What ties an authorization to this browser; null for a token, which is no browser. */
  readonly sessionBinding: string | null;
}

/** Who acts in one workspace, and what they may do there. */
export interface Principal {
  readonly workspaceId: string;
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
}

/** Who changes something, as the services that own it are told. */
export interface Writer {
  readonly workspaceId: string;
  readonly actor: Actor;
  readonly way: Way;
}

export function toActor({ kind, id, name, ownerId }: Identity): Actor {
  return { kind, id, name, ownerId };
}
