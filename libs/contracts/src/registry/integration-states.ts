import { IsBoolean } from 'class-validator';
import { Count, Id, NestedList, NonEmptyText, Nullable, OneOf, Text } from '../fields.js';
import { PAGE_SIZE_MAX, PageRequest } from '../principal.js';
import { POSTURES, type Posture } from './integration.js';

/** How far an integration is: what the events of the registry would have told a service that heard none of them. */
export class IntegrationState {
  @Id() integrationId!: string;
  @NonEmptyText(24) slug!: string;
  /** That of the registration; what people changed since is kept by policy. */
  @OneOf(POSTURES) posture!: Posture;
  @Count() connectionRevision!: number;
  /** 0: nothing was discovered yet. */
  @Count() snapshotRevision!: number;
  @IsBoolean() removed!: boolean;
}

export class ListIntegrationStatesRequest extends PageRequest {}

/** Every integration of the workspace, removed ones included. */
export class IntegrationStates {
  /** The workspace's catalogue revision: nothing up to it is missing from this page. */
  @Count() revision!: number;
  @NestedList(() => IntegrationState, PAGE_SIZE_MAX) items!: IntegrationState[];
  @Nullable() @Text(512) nextCursor!: string | null;
}
