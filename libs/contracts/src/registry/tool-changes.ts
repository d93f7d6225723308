import { IsBoolean } from 'class-validator';
import { Count, Hash, Id, ListOf, NestedList, NonEmptyText, Nullable, OneOf, Optional, Text, Time } from '../fields.js';
import { PageRequest } from '../principal.js';

/** What became different about a tool between two snapshots. `name_flagged`: a sibling's name, which makes this one look like it. */
export const TOOL_CHANGE_KINDS = [
  'added',
  'removed',
  'reappeared',
  'title_changed',
  'description_changed',
  'input_schema_changed',
  'output_schema_changed',
  'annotations_changed',
  'name_flagged',
] as const;
export type ToolChangeKind = (typeof TOOL_CHANGE_KINDS)[number];

/** What a person must not miss. The last three are of the name: rule 9 of the tool names. */
export const TOOL_CHANGE_WARNINGS = [
  'read_only_became_writing',
  'became_destructive',
  'confusable',
  'not_ascii',
  'invisible',
] as const;
export type ToolChangeWarning = (typeof TOOL_CHANGE_WARNINGS)[number];

export const DIFFERENCE_OPERATIONS = ['added', 'removed', 'changed'] as const;
export type DifferenceOperation = (typeof DIFFERENCE_OPERATIONS)[number];
/** A tool whose schema is another one altogether is read in its definition, not in a list. */
export const DIFFERENCES_MAX = 100;
/** Of one value, as JSON; longer ones are cut, where both begin to differ, with `…` at the cuts. */
export const DIFFERENCE_VALUE_LENGTH_MAX = 500;
/** Below a name that is too long to point at, the object that has it is said to be different. */
export const DIFFERENCE_POINTER_LENGTH_MAX = 2_048;
/** What a `diffJson` may find for a message. Bytes: changes are read in pages of 200 KiB, and a thousand of them are kept. */
export const DIFFERENCE_LIMITS = {
  differencesMax: DIFFERENCES_MAX,
  bytesMax: 32 * 1024,
  valueLengthMax: DIFFERENCE_VALUE_LENGTH_MAX,
  pointerLengthMax: DIFFERENCE_POINTER_LENGTH_MAX,
} as const;

/**
 * One place of a definition that is different, by its JSON pointer from the tool: `/inputSchema/properties/id/type`. What was
 * removed is pointed at in the definition before, everything else in the one after.
 */
export class DefinitionDifference {
  @Text(DIFFERENCE_POINTER_LENGTH_MAX) pointer!: string;
  @OneOf(DIFFERENCE_OPERATIONS) operation!: DifferenceOperation;
  /** JSON text; null where there was nothing. */
  @Nullable() @Text(DIFFERENCE_VALUE_LENGTH_MAX) before!: string | null;
  @Nullable() @Text(DIFFERENCE_VALUE_LENGTH_MAX) after!: string | null;
}

/** A tool's name with what became of it: what an event carries. */
export class ToolDrift {
  @NonEmptyText(1_024) name!: string;
  @ListOf(TOOL_CHANGE_KINDS) kinds!: ToolChangeKind[];
  @ListOf(TOOL_CHANGE_WARNINGS) warnings!: ToolChangeWarning[];
}

/** A row of the drift log, which is never changed. */
export class ToolChange extends ToolDrift {
  @Id() id!: string;
  @Id() integrationId!: string;
  @Time() at!: string;
  @Count() snapshotRevision!: number;
  /** The connection had moved: it may be another server's tool. */
  @IsBoolean() connectionMoved!: boolean;
  @Nullable() @Hash() beforeHash!: string | null;
  @Nullable() @Hash() afterHash!: string | null;
  @NestedList(() => DefinitionDifference, DIFFERENCES_MAX) differences!: DefinitionDifference[];
  /** There are more differences than are listed. */
  @IsBoolean() truncated!: boolean;
}

export class ListToolChangesRequest extends PageRequest {
  @Id() integrationId!: string;
  /** Only this tool's. */
  @Optional() @NonEmptyText(1_024) toolName?: string;
}

/** The newest snapshot first; of one snapshot, those with warnings first. */
export class ToolChangePage {
  @NestedList(() => ToolChange, 200) items!: ToolChange[];
  @Nullable() @Text(512) nextCursor!: string | null;
}
