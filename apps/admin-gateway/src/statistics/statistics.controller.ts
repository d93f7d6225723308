import { Controller, Get } from '@nestjs/common';
import {
  ApprovalStatistics,
  CallStatistics,
  getApprovalStatistics,
  getCallStatistics,
  getToolStatistics,
  STATISTICS_BUCKETS_MAX,
  STATISTICS_DAYS_MAX,
  TIMED_CALLS_MAX,
  ToolStatistics,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { QueryOf } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { CallStatisticsQuery, StatisticsQuery, ToolStatisticsQuery } from './statistics.dto.js';

const RANGE = `\`from\` is in and \`until\` is not; at most ${STATISTICS_DAYS_MAX} days.`;

/** What an overview shows; each is asked of the service that has the rows. */
@Controller('api/v1/workspaces/:workspaceId/statistics')
export class StatisticsController {
  constructor(private readonly requests: RequestClient) {}

  @Get('calls')
  @RequiresScope('call:read')
  @Answers(CallStatistics)
  @Explained(
    `Calls by verdict and by what became of them, in steps of \`step\` seconds that begin at multiples of it in UTC; at most
${STATISTICS_BUCKETS_MAX} steps, the empty ones too. ${RANGE}`,
  )
  calls(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(CallStatisticsQuery) query: CallStatisticsQuery,
  ): Promise<CallStatistics> {
    return this.requests.ask(getCallStatistics, { ...query, workspaceId });
  }

  @Get('tools')
  @RequiresScope('call:read')
  @Answers(ToolStatistics)
  @Explained(
    `The slowest servers and the most used tools, among the newest ${TIMED_CALLS_MAX} calls of the range. ${RANGE}`,
  )
  tools(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(ToolStatisticsQuery) query: ToolStatisticsQuery,
  ): Promise<ToolStatistics> {
    return this.requests.ask(getToolStatistics, { ...query, workspaceId });
  }

  @Get('approvals')
  @RequiresScope('approval:read')
  @Answers(ApprovalStatistics)
  @Explained(
    `What became of the approvals that were requested in the range, and how long people took to decide. ${RANGE}`,
  )
  approvals(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(StatisticsQuery) query: StatisticsQuery,
  ): Promise<ApprovalStatistics> {
    return this.requests.ask(getApprovalStatistics, { ...query, workspaceId });
  }
}
