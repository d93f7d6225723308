import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID } from 'class-validator';
import { Count, Id, NestedList, Nullable, Text, Time } from '../fields.js';
import { PAGE_SIZE_MAX, WorkspaceRequest } from '../principal.js';

/** What a card shows of them: all of almost any. A page of them stays under the 256 KiB of a message. */
export const ARGUMENTS_START_LENGTH_MAX = 2_000;
/** So many at once do. */
export const ARGUMENTS_STARTS_MAX = 50;

export class ListCallArgumentsRequest extends WorkspaceRequest {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(ARGUMENTS_STARTS_MAX) @IsUUID(undefined, { each: true }) callIds!: string[];
}

/** What calls ask for, from its beginning. */
export class CallArgumentsStart {
  @Id() callId!: string;
  /** Canonical JSON; cut where `bytes` says that there is more. */
  @Text(ARGUMENTS_START_LENGTH_MAX) start!: string;
  @Count() bytes!: number;
  @Nullable() @Time() clientGoneAt!: string | null;
}

export class CallArgumentsList {
  @NestedList(() => CallArgumentsStart, PAGE_SIZE_MAX) items!: CallArgumentsStart[];
}
