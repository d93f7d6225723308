import { IsBoolean, IsObject } from 'class-validator';
import {
  Count,
  Hash,
  Id,
  Nested,
  NestedList,
  NonEmptyText,
  Nullable,
  OneOf,
  Optional,
  Text,
  TextList,
  Time,
} from '../fields.js';
import { ChangesRequest, PageRequest, WorkspaceRequest } from '../principal.js';
import { PROTOCOL_ERAS, type ProtocolEra, WIRE_TRANSPORTS, type WireTransport } from './integration.js';

export const ICONS_MAX = 8;

/** A picture that the server offers for a tool. Shown to people at most; never fetched by a service. */
export class ToolIcon {
  @NonEmptyText(2_048) src!: string;
  @Optional() @Text(128) mimeType?: string;
}

/** One tool exactly as the server described it. Schemas are JSON Schema objects, passed through. */
export class ToolDefinition {
  @NonEmptyText(1_024) name!: string;
  @Nullable() @Text() title!: string | null;
  @Nullable() @Text() description!: string | null;
  @IsObject() inputSchema!: Record<string, unknown>;
  @Nullable() @IsObject() outputSchema!: Record<string, unknown> | null;
  @Nullable() @IsObject() annotations!: Record<string, unknown> | null;
  /** Not part of the hash: no model or approver decides by it. */
  @Optional() @NestedList(() => ToolIcon, ICONS_MAX) icons?: ToolIcon[];
  @Hash() definitionHash!: string;
  /** `confusable`, `not_ascii`, `invisible`: rule 9 of the tool names. */
  @TextList(8) flags!: string[];
}

export class ListToolDefinitionsRequest extends PageRequest {
  @Id() integrationId!: string;
  /** Only these; everything when left out. */
  @Optional() @TextList(200) names?: string[];
}

export class ToolDefinitionPage {
  /** All pages of one listing have the same; a reader that sees it move starts again. */
  @Count() snapshotRevision!: number;
  @Count() connectionRevision!: number;
  @NestedList(() => ToolDefinition) items!: ToolDefinition[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

/** A row of the router's copy: an integration (`toolName` null) or one of its tools. */
export class CatalogueChange {
  @Count() revision!: number;
  @Id() integrationId!: string;
  @NonEmptyText(24) slug!: string;
  @Nullable() @NonEmptyText(1_024) toolName!: string | null;
  /** Null: the tool (or the whole integration) is gone. */
  @Nullable() @Hash() definitionHash!: string | null;
  @Count() connectionRevision!: number;
  @IsBoolean() removed!: boolean;
}

export class ListCatalogueChangesRequest extends ChangesRequest {}

export class CatalogueChanges {
  @Count() revision!: number;
  @NestedList(() => CatalogueChange) changes!: CatalogueChange[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export const CREDENTIAL_REFUSALS = ['unauthorized', 'insufficient_scope'] as const;
export type CredentialRefusal = (typeof CREDENTIAL_REFUSALS)[number];

/** A server answered 401, or 403 with `insufficient_scope`, to these credentials. */
export class RefusedCredentials {
  @Count() credentialVersion!: number;
  @OneOf(CREDENTIAL_REFUSALS) reason!: CredentialRefusal;
  /** Of the challenge. */
  @Optional() @TextList(64) scopes?: string[];
}

export class ResolveUpstreamRequest extends WorkspaceRequest {
  @Id() integrationId!: string;
  /** Fresh ones are wanted instead of these; whoever asks second gets what the first one's refresh brought. */
  @Optional() @Nested(() => RefusedCredentials) refused?: RefusedCredentials;
}

/** All that is needed to call a server. Credentials are sealed to the router's public key. */
export class UpstreamView {
  @Id() integrationId!: string;
  @NonEmptyText(2_048) serverUrl!: string;
  @OneOf(PROTOCOL_ERAS) era!: ProtocolEra;
  @NonEmptyText(32) protocolVersion!: string;
  @Count() connectionRevision!: number;
  @Count() timeoutMs!: number;
  @Optional() @OneOf(WIRE_TRANSPORTS) transport?: WireTransport;
  /** Moves with every refresh, which the connection revision does not. 0: there are none. */
  @Optional() @Count() credentialVersion?: number;
  /** When to ask again; null or absent: they do not end by themselves. */
  @Optional() @Time() credentialsExpireAt?: string | null;
  /** Sealed JSON `{name: value}`, or null where there are none. */
  @Nullable() @Text() sealedHeaders!: string | null;
}

/** What `sealedHeaders` is bound to: a box cannot be read as the answer for another integration, or for an older state of it. */
export function upstreamSealContext(
  workspaceId: string,
  { integrationId, connectionRevision }: Pick<UpstreamView, 'integrationId' | 'connectionRevision'>,
): string {
  return `upstream-headers:${workspaceId}:${integrationId}:${connectionRevision}`;
}
