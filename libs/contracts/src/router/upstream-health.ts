import { Count, Id, NestedList, NonEmptyText, Nullable, OneOf, Time } from '../fields.js';
import { PAGE_SIZE_MAX, WorkspaceRequest } from '../principal.js';

export const CIRCUIT_STATES = ['closed', 'half_open', 'open'] as const;

export class ListUpstreamHealthRequest extends WorkspaceRequest {}

/** An integration whose server was not there, or broken, when it was last tried. */
export class UpstreamHealthView {
  @Id() integrationId!: string;
  /** `open`: it is not tried. `half_open`: one call finds out. `closed`: it is tried as ever. */
  @OneOf(CIRCUIT_STATES) state!: (typeof CIRCUIT_STATES)[number];
  /** In a row. */
  @Count() failures!: number;
  /** Of the last one, in words for people. */
  @NonEmptyText(1_000) reason!: string;
  /** When it is tried again; null while it is tried as ever. */
  @Nullable() @Time() retryAt!: string | null;
}

/** As the replica that answers has seen it: each has a network of its own. What is not named here is well. */
export class UpstreamHealthList {
  @NestedList(() => UpstreamHealthView, PAGE_SIZE_MAX) items!: UpstreamHealthView[];
}
