import { IsBoolean } from 'class-validator';
import { Count, Hash, Id, NestedList, NonEmptyText, OneOf, Text, TextList, Time } from '../fields.js';
import { POSTURES, type Posture } from './integration.js';

export class IntegrationRegistered {
  @Id() integrationId!: string;
  @NonEmptyText(24) slug!: string;
  @NonEmptyText(255) displayName!: string;
  @OneOf(POSTURES) posture!: Posture;
  @Count() connectionRevision!: number;
  @Count() revision!: number;
}

export class IntegrationUpdated {
  @Id() integrationId!: string;
  @NonEmptyText(24) slug!: string;
  @NonEmptyText(255) displayName!: string;
  @Count() connectionRevision!: number;
  /** URL, transport or credentials changed: it may be another server. */
  @IsBoolean() connectionMoved!: boolean;
  @Count() revision!: number;
}

export class IntegrationRemoved {
  @Id() integrationId!: string;
  @NonEmptyText(24) slug!: string;
  @Count() revision!: number;
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
}

export class DiscoveryFailed {
  @Id() integrationId!: string;
  @NonEmptyText(128) errorCode!: string;
  @Text(1_000) message!: string;
  @Time() at!: string;
}
