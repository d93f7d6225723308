import { Count, Nested, Nullable } from '../fields.js';

/** What became of the approvals that were requested in a range. */
export class ApprovalStateCounts {
  @Count() pending!: number;
  @Count() approved!: number;
  @Count() denied!: number;
  @Count() expired!: number;
  @Count() invalidated!: number;
  @Count() cancelled!: number;
}

export class ApprovalStatistics {
  @Count() requested!: number;
  @Nested(() => ApprovalStateCounts) states!: ApprovalStateCounts;
  /** From the request to a person's decision, in seconds; null while nobody has decided any. */
  @Nullable() @Count() medianSeconds!: number | null;
  @Nullable() @Count() p95Seconds!: number | null;
  /** Whenever they were requested. */
  @Count() pendingNow!: number;
}
