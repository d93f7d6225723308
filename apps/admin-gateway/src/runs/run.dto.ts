import {
  ForkRunRequest,
  ListRunEventsRequest,
  ListRunsRequest,
  SendMessageRequest,
  StartRunRequest,
} from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';

export class StartRunBody extends PickType(StartRunRequest, ['prompt'] as const) {}

export class SendMessageBody extends PickType(SendMessageRequest, ['messageId', 'text'] as const) {}

export class ForkRunBody extends PickType(ForkRunRequest, ['afterTurn', 'message'] as const) {}

export class ListRunsQuery extends PickType(ListRunsRequest, [
  'cursor',
  'limit',
  'status',
  'agentId',
  'startedBy',
] as const) {}

export class RunEventsQuery extends PickType(ListRunEventsRequest, ['cursor', 'limit', 'after'] as const) {}
