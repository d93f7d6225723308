import { type CallState, TIMED_CALLS_MAX } from '@countersign/contracts';
import { Database, lowestIdAt } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { Verdict } from '../calls/call.js';

/** Long enough for a month of a busy ledger, and short enough that whoever asks is still there. */
const STATEMENT_TIMEOUT_MS = 10_000;

export interface TimeRange {
  readonly from: Date;
  readonly until: Date;
}

export interface CallCount {
  /** When its bucket begins. */
  readonly at: Date;
  readonly verdict: Verdict;
  readonly state: CallState;
  readonly calls: number;
}

/** Of an integration, or of one of its tools. */
export interface UseRow {
  readonly integration_id: string;
  readonly integration_slug: string;
  /** Null: of the integration. */
  readonly tool_name: Buffer | null;
  readonly exposed_name: string;
  readonly calls: number;
  readonly sent: number;
  readonly failed: number;
  readonly refused: number;
  /** Milliseconds, the median and the 95th percentile; null: none was sent. */
  readonly percentiles: readonly [number, number] | null;
}

/** Ranges are found by ids, which begin with the time. */
@Injectable()
export class CallStatisticsRepository {
  constructor(private readonly database: Database) {}

  /** Steps are counted from 1970. By whole microseconds: the same by seconds, which are decimals, took several times as long. */
  async count(workspaceId: string, range: TimeRange, stepSeconds: number): Promise<CallCount[]> {
    return this.query<CallCount>(
      workspaceId,
      `select date_bin($3::int * interval '1 second', created_at, 'epoch') as at, verdict, state, count(*)::int as calls
       from calls where id >= $1 and id < $2 group by 1, 2, 3`,
      [lowestIdAt(range.from), lowestIdAt(range.until), stepSeconds],
    );
  }

  /** Of the newest calls of a range. What a person resolved has no time of execution. */
  async listUse(workspaceId: string, range: TimeRange): Promise<UseRow[]> {
    return this.query<UseRow>(
      workspaceId,
      `with newest as (
         select integration_id, integration_slug, tool_name, exposed_name, state,
           case when state in ('succeeded', 'failed') then extract(epoch from settled_at - sent_at) * 1000 end as ms
         from calls where id >= $1 and id < $2 and integration_id is not null order by id desc limit $3)
       select integration_id, max(integration_slug) as integration_slug, tool_name, max(exposed_name) as exposed_name,
         count(*)::int as calls, count(ms)::int as sent,
         count(*) filter (where state in ('failed', 'resolved_failed'))::int as failed,
         count(*) filter (where state in ('denied', 'expired', 'cancelled', 'invalidated'))::int as refused,
         percentile_cont(array[0.5, 0.95]) within group (order by ms) filter (where ms is not null) as percentiles
       from newest group by grouping sets ((integration_id), (integration_id, tool_name))`,
      [lowestIdAt(range.from), lowestIdAt(range.until), TIMED_CALLS_MAX],
    );
  }

  private query<Row>(workspaceId: string, sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.read(workspaceId, async (tx) => {
      await tx.query(`select set_config('statement_timeout', $1, true)`, [String(STATEMENT_TIMEOUT_MS)]);
      return tx.query<Row[]>(sql, [...values]);
    });
  }
}
