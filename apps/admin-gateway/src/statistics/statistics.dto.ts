import { CallStatisticsRequest, StatisticsRequest, ToolStatisticsRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';

export class CallStatisticsQuery extends PickType(CallStatisticsRequest, ['from', 'until', 'step'] as const) {}

export class ToolStatisticsQuery extends PickType(ToolStatisticsRequest, ['from', 'until', 'limit'] as const) {}

export class StatisticsQuery extends PickType(StatisticsRequest, ['from', 'until'] as const) {}
