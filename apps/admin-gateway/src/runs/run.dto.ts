import { ListRunEventsRequest, ListRunsRequest, StartRunRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';

export class StartRunBody extends PickType(StartRunRequest, ['prompt'] as const) {}

export class ListRunsQuery extends PickType(ListRunsRequest, ['cursor', 'limit', 'status'] as const) {}

export class RunEventsQuery extends PickType(ListRunEventsRequest, ['cursor', 'limit', 'after'] as const) {}
