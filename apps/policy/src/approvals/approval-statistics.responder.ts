import { type ApprovalStatistics, getApprovalStatistics, StatisticsRequest } from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { GetApprovalStatistics } from './approval-statistics.use-case.js';

@Responder()
export class ApprovalStatisticsResponder {
  constructor(private readonly statistics: GetApprovalStatistics) {}

  @Responds(getApprovalStatistics)
  async get(request: StatisticsRequest): Promise<ApprovalStatistics> {
    return this.statistics.execute(request);
  }
}
