import {
  type CallStatistics,
  CallStatisticsRequest,
  getCallStatistics,
  getToolStatistics,
  type ToolStatistics,
  ToolStatisticsRequest,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { CallStatisticsRepository } from './call-statistics.repository.js';
import { assertFewBuckets, readRange } from './read-range.js';
import { toCallStatistics } from './to-call-statistics.js';
import { toToolStatistics } from './to-tool-statistics.js';

/** What an overview shows at first. */
const RANKED_TOOLS = 10;

@Responder()
export class StatisticsResponder {
  constructor(private readonly statistics: CallStatisticsRepository) {}

  @Responds(getCallStatistics)
  async calls({ workspaceId, step, ...times }: CallStatisticsRequest): Promise<CallStatistics> {
    const range = readRange(times);
    assertFewBuckets(range, step);
    return toCallStatistics(await this.statistics.count(workspaceId, range, step), range, step);
  }

  @Responds(getToolStatistics)
  async tools({ workspaceId, limit, ...times }: ToolStatisticsRequest): Promise<ToolStatistics> {
    const rows = await this.statistics.listUse(workspaceId, readRange(times));
    return toToolStatistics(rows, limit ?? RANKED_TOOLS);
  }
}
