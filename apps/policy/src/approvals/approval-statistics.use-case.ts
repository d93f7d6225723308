import {
  type ApprovalState,
  type ApprovalStatistics,
  InvalidInputError,
  STATISTICS_DAYS_MAX,
  type StatisticsRequest,
} from '@countersign/contracts';
import { Database, lowestIdAt } from '@countersign/database';
import { Injectable } from '@nestjs/common';

/** Long enough for a month, and short enough that whoever asks is still there. */
const STATEMENT_TIMEOUT_MS = 10_000;
const DAY_MS = 24 * 3_600_000;

interface StateRow {
  readonly state: ApprovalState;
  readonly approvals: number;
}

/** What became of what was asked for in a range, and how long people took. Ranges are found by ids, which begin with the time. */
@Injectable()
export class GetApprovalStatistics {
  constructor(private readonly database: Database) {}

  /** @throws InvalidInputError for a range that is empty or too long */
  async execute({ workspaceId, from, until }: StatisticsRequest): Promise<ApprovalStatistics> {
    const range = readRange(new Date(from), new Date(until));
    return this.database.read(workspaceId, async (tx) => {
      await tx.query(`select set_config('statement_timeout', $1, true)`, [String(STATEMENT_TIMEOUT_MS)]);
      const counted = await tx.query<StateRow[]>(
        `select state, count(*)::int as approvals from approvals
         where workspace_id = $1 and id >= $2 and id < $3 group by state`,
        [workspaceId, ...range],
      );
      const [taken] = await tx.query<{ percentiles: [number, number] | null }[]>(
        `select percentile_cont(array[0.5, 0.95])
           within group (order by extract(epoch from decided_at - requested_at)) as percentiles
         from approvals where workspace_id = $1 and id >= $2 and id < $3 and state in ('approved', 'denied')`,
        [workspaceId, ...range],
      );
      const [pending] = await tx.query<{ count: number }[]>(
        `select count(*)::int as count from approvals where workspace_id = $1 and state = 'pending'`,
        [workspaceId],
      );
      return toStatistics(counted, taken?.percentiles ?? null, pending?.count ?? 0);
    });
  }
}

function toStatistics(
  counted: readonly StateRow[],
  percentiles: readonly [number, number] | null,
  pendingNow: number,
): ApprovalStatistics {
  const states = { pending: 0, approved: 0, denied: 0, expired: 0, invalidated: 0, cancelled: 0 };
  for (const { state, approvals } of counted) states[state] = approvals;
  return {
    requested: counted.reduce((sum, { approvals }) => sum + approvals, 0),
    states,
    medianSeconds: percentiles === null ? null : toSeconds(percentiles[0]),
    p95Seconds: percentiles === null ? null : toSeconds(percentiles[1]),
    pendingNow,
  };
}

/** Two databases' clocks: a decision can seem to come before its request. */
function toSeconds(seconds: number): number {
  return Math.max(0, Math.round(seconds));
}

function readRange(from: Date, until: Date): [string, string] {
  const lengthMs = until.getTime() - from.getTime();
  if (lengthMs > 0 && lengthMs <= STATISTICS_DAYS_MAX * DAY_MS) return [lowestIdAt(from), lowestIdAt(until)];
  const message = `must be after from, by at most ${STATISTICS_DAYS_MAX} days`;
  throw new InvalidInputError([{ pointer: '/until', code: 'out_of_range', message }]);
}
