import { IsBoolean } from 'class-validator';
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
import { Actor } from '../principal.js';
import { AUTHORIZATION_STATES, type AuthorizationState } from './authorization.js';
import { DISCOVERY_TRIGGERS, type DiscoveryTrigger } from './health.js';
import { POSTURES, type Posture } from './integration.js';
import { ToolDrift } from './tool-changes.js';

export class IntegrationRegistered {
  @Id() integrationId!: string;
  @NonEmptyText(24) slug!: string;
  @NonEmptyText(255) displayName!: string;
  @OneOf(POSTURES) posture!: Posture;
  @Count() connectionRevision!: number;
  @Count() revision!: number;
  @Optional() @Nested(() => Actor) actor?: Actor;
}

export class IntegrationUpdated {
  @Id() integrationId!: string;
  @NonEmptyText(24) slug!: string;
  @NonEmptyText(255) displayName!: string;
  @Count() connectionRevision!: number;
  /** URL, transport or credentials changed: it may be another server. */
  @IsBoolean() connectionMoved!: boolean;
  @Count() revision!: number;
  @Optional() @Nested(() => Actor) actor?: Actor;
}

export class IntegrationRemoved {
  @Id() integrationId!: string;
  @NonEmptyText(24) slug!: string;
  @Count() revision!: number;
  @Optional() @Nested(() => Actor) actor?: Actor;
}

export class DiscoveredToolRef {
  @NonEmptyText(1_024) name!: string;
  @Hash() definitionHash!: string;
}

/** Bounded so that the message stays far under 256 KiB; `complete` says whether all are here. */
export const DISCOVERED_TOOLS_MAX = 100;

export class DiscoveryCompleted {
  @Id() integrationId!: string;
  @Count() snapshotRevision!: number;
  @Count() connectionRevision!: number;
  /** The workspace's catalogue revision. */
  @Count() revision!: number;
  @Count() toolCount!: number;
  @NestedList(() => DiscoveredToolRef, DISCOVERED_TOOLS_MAX) tools!: DiscoveredToolRef[];
  @IsBoolean() complete!: boolean;
  @TextList(DISCOVERED_TOOLS_MAX) added!: string[];
  @TextList(DISCOVERED_TOOLS_MAX) removed!: string[];
  @TextList(DISCOVERED_TOOLS_MAX) changed!: string[];
  /** What became different, tool by tool; of `removed` and `reappeared` ones too. */
  @Optional() @NestedList(() => ToolDrift, DISCOVERED_TOOLS_MAX) drift?: ToolDrift[];
  @Optional() @OneOf(DISCOVERY_TRIGGERS) trigger?: DiscoveryTrigger;
}

export class DiscoveryFailed {
  @Id() integrationId!: string;
  @NonEmptyText(128) errorCode!: string;
  @Text(1_000) message!: string;
  @Time() at!: string;
  @Optional() @OneOf(DISCOVERY_TRIGGERS) trigger?: DiscoveryTrigger;
  /** The check before it had not failed: news, where those that follow are none. */
  @Optional() @IsBoolean() first?: boolean;
}

/** A person authorized it or took that back, or a refresh was refused for good. Refreshes that work are no event. */
export class AuthorizationChanged {
  @Id() integrationId!: string;
  @OneOf(AUTHORIZATION_STATES) state!: AuthorizationState;
  @Nullable() @Text(2_048) issuer!: string | null;
  @TextList(64) grantedScopes!: string[];
  /** For people, when the state is not `authorized`. */
  @Nullable() @Text(1_000) problem!: string | null;
  @Nested(() => Actor) actor!: Actor;
}
