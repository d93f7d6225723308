import { IsBoolean, Max, Min } from 'class-validator';
import { Count, Id, Instant, Nested, NestedList, NonEmptyText, Nullable, Optional, Text, Time } from '../fields.js';
import { WorkspaceRequest } from '../principal.js';

/** A chart has no more points than that, and a month of them is as far back as anybody looks at once. */
export const STATISTICS_BUCKETS_MAX = 500;
export const STATISTICS_DAYS_MAX = 31;
export const STATISTICS_STEP_SECONDS_MIN = 10;
/** Times of execution are of the newest calls of a range: percentiles of these say the same, and cost a bounded sort. */
export const TIMED_CALLS_MAX = 100_000;
export const RANKED_TOOLS_MAX = 50;

/** `from` is in, `until` is not. */
export class StatisticsRequest extends WorkspaceRequest {
  @Instant() from!: string;
  @Instant() until!: string;
}

export class CallStatisticsRequest extends StatisticsRequest {
  /** Seconds; buckets begin at multiples of it since 1970, in UTC. */
  @Min(STATISTICS_STEP_SECONDS_MIN) @Count() step!: number;
}

export class CallVerdictCounts {
  @Count() allow!: number;
  @Count() ask!: number;
  @Count() deny!: number;
}

/** `refused`: denied, expired, cancelled or void, so that nothing was run. `open`: it has not ended yet. */
export class CallOutcomeCounts {
  @Count() succeeded!: number;
  @Count() failed!: number;
  @Count() refused!: number;
  @Count() unknown!: number;
  @Count() open!: number;
}

export class CallBucket {
  /** When it begins. */
  @Time() at!: string;
  @Count() calls!: number;
  @Nested(() => CallVerdictCounts) verdicts!: CallVerdictCounts;
  @Nested(() => CallOutcomeCounts) outcomes!: CallOutcomeCounts;
}

/** Every bucket of the range, those without a call too. */
export class CallStatistics {
  @NestedList(() => CallBucket, STATISTICS_BUCKETS_MAX + 1) buckets!: CallBucket[];
}

export class ToolStatisticsRequest extends StatisticsRequest {
  @Optional() @Count() @Min(1) @Max(RANKED_TOOLS_MAX) limit?: number;
}

export class UpstreamTimes {
  @Id() integrationId!: string;
  @NonEmptyText(24) integrationSlug!: string;
  /** That were sent, and have ended. */
  @Count() calls!: number;
  @Count() failed!: number;
  /** Milliseconds from sending to the answer. */
  @Count() p50Ms!: number;
  @Count() p95Ms!: number;
}

export class ToolUse {
  @Id() integrationId!: string;
  @NonEmptyText(24) integrationSlug!: string;
  @NonEmptyText(1_024) toolName!: string;
  @Text(256) exposedName!: string;
  /** That were proposed, whatever became of them. */
  @Count() calls!: number;
  @Count() failed!: number;
  @Count() refused!: number;
  /** Null: none was sent. */
  @Nullable() @Count() p50Ms!: number | null;
  @Nullable() @Count() p95Ms!: number | null;
}

export class ToolStatistics {
  /** The slowest first, by p95. */
  @NestedList(() => UpstreamTimes, RANKED_TOOLS_MAX) upstreams!: UpstreamTimes[];
  /** The most used first. */
  @NestedList(() => ToolUse, RANKED_TOOLS_MAX) tools!: ToolUse[];
  /** The range has more calls than are looked at: these are of the newest. */
  @IsBoolean() isSampled!: boolean;
}
