import { ArrayMaxSize, IsArray, IsBoolean, IsUUID } from 'class-validator';
import { Count, Id, NestedList, Time } from '../fields.js';
import { WorkspaceRequest } from '../principal.js';

/** A sparkline of two to three hours, at the usual pace. */
export const RECENT_CHECKS_MAX = 30;
/** Their checks stay under the 256 KiB of a message. */
export const RECENTLY_CHECKED_MAX = 50;

export class ListRecentChecksRequest extends WorkspaceRequest {
  @IsArray() @ArrayMaxSize(RECENTLY_CHECKED_MAX) @IsUUID(undefined, { each: true }) integrationIds!: string[];
}

export class RecentCheck {
  @Time() at!: string;
  @IsBoolean() succeeded!: boolean;
  @Count() durationMs!: number;
}

export class RecentChecks {
  @Id() integrationId!: string;
  /** Oldest first. */
  @NestedList(() => RecentCheck, RECENT_CHECKS_MAX) checks!: RecentCheck[];
}

/** Of those that have been checked; in no order. */
export class RecentChecksList {
  @NestedList(() => RecentChecks, RECENTLY_CHECKED_MAX) items!: RecentChecks[];
}
