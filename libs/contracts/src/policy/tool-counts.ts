import { ArrayMaxSize, IsArray, IsUUID } from 'class-validator';
import { Count, Id, NestedList } from '../fields.js';
import { PAGE_SIZE_MAX, WorkspaceRequest } from '../principal.js';

export class CountToolsRequest extends WorkspaceRequest {
  @IsArray() @ArrayMaxSize(PAGE_SIZE_MAX) @IsUUID(undefined, { each: true }) integrationIds!: string[];
}

/** Of one integration. Each tool is `open`, `ask`, `off` or `missing`; it may be `fresh` or `changed` besides. */
export class ToolCounts {
  @Id() integrationId!: string;
  @Count() total!: number;
  /** A call would be sent at once. */
  @Count() open!: number;
  /** A person would be asked. */
  @Count() ask!: number;
  /** Nothing would be sent. */
  @Count() off!: number;
  /** Its server offers it no more. */
  @Count() missing!: number;
  /** Nobody has looked at it yet. */
  @Count() fresh!: number;
  /** It is another one than was acknowledged. */
  @Count() changed!: number;
  /** What is stored about it cannot be read; these are `off`. */
  @Count() unreadable!: number;
}

/** Of those that are known; in no order. */
export class ToolCountsList {
  @NestedList(() => ToolCounts, PAGE_SIZE_MAX) items!: ToolCounts[];
}
