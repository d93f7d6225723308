import type { ToolDifference } from './classify-tool.js';

export interface Drift {
  /** With warnings first, then in the order in which they were found: nobody hides a warning behind a thousand others. */
  readonly differences: readonly ToolDifference[];
  /** There may be more than are here. */
  readonly total: number;
}

/** Keeps the differences that matter of as many as there may be; never more than twice the limit at a time. */
export class DriftGatherer {
  private readonly warned: ToolDifference[] = [];
  private readonly others: ToolDifference[] = [];
  private total = 0;

  constructor(private readonly limit: number) {}

  add(difference: ToolDifference): void {
    this.total += 1;
    const list = difference.warnings.length > 0 ? this.warned : this.others;
    if (list.length < this.limit) list.push(difference);
  }

  result(): Drift {
    return { differences: [...this.warned, ...this.others].slice(0, this.limit), total: this.total };
  }
}
