import { ApprovalDetails, CallDetails, CallStory, ListCallsRequest, ResolveCallRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsString, ValidateIf, ValidateNested } from 'class-validator';

export class ListCallsQuery extends PickType(ListCallsRequest, [
  'cursor',
  'limit',
  'state',
  'verdict',
  'outcome',
  'integrationId',
  'toolName',
  'runId',
  'agentId',
  'principal',
  'name',
  'from',
  'until',
] as const) {}

export class ResolutionBody extends PickType(ResolveCallRequest, ['outcome', 'note'] as const) {}

export class CallDetailsView extends CallDetails {
  /** The JSON text of the CallToolResult, as far as it is shown; null where there is none, or none is kept any more. */
  @ValidateIf((_, value) => value !== null) @IsString() result!: string | null;
  /** The result is longer than what is shown of it. */
  @IsBoolean() isResultCut!: boolean;
  /** Who was asked, and what they decided; null: nobody was, or whoever looks may not read approvals. */
  @ValidateIf((_, value) => value !== null)
  @ValidateNested()
  @Type(() => ApprovalDetails)
  approval!: ApprovalDetails | null;
  /** How it came to what it is. */
  @ValidateNested() @Type(() => CallStory) story!: CallStory;
}
