import {
  ListToolChangesRequest,
  RecentChecks,
  RegisterIntegrationRequest,
  TestIntegrationRequest,
  ToolCountsList,
  UpdateIntegrationRequest,
  UpstreamHealthView,
} from '@countersign/contracts';
import { OmitType, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsString, ValidateIf, ValidateNested } from 'class-validator';

/** Named field by field: what a contract gains is not a body's field until it is named here. */
export class RegisterIntegrationBody extends PickType(RegisterIntegrationRequest, [
  'displayName',
  'slug',
  'description',
  'serverUrl',
  'transport',
  'timeoutSeconds',
  'posture',
  'auth',
  'headers',
  'oauth',
] as const) {}

export class UpdateIntegrationBody extends PickType(UpdateIntegrationRequest, [
  'displayName',
  'description',
  'serverUrl',
  'transport',
  'timeoutSeconds',
  'auth',
  'headers',
  'oauth',
] as const) {}

export class TestIntegrationBody extends PickType(TestIntegrationRequest, [
  'integrationId',
  'serverUrl',
  'transport',
  'timeoutSeconds',
  'auth',
  'headers',
  'oauth',
] as const) {}

export class ListToolChangesQuery extends PickType(ListToolChangesRequest, ['cursor', 'limit', 'toolName'] as const) {}

export class CircuitView extends OmitType(UpstreamHealthView, ['reason'] as const) {
  /** Of the last failure; null while there is none. */
  @ValidateIf((_, value) => value !== null) @IsString() reason!: string | null;
}

export class ToolCountsPage extends ToolCountsList {
  @ValidateIf((_, value) => value !== null) @IsString() nextCursor!: string | null;
}

/** A page has more of them than the registry is asked for at once. */
export class RecentChecksPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => RecentChecks) items!: RecentChecks[];
  @ValidateIf((_, value) => value !== null) @IsString() nextCursor!: string | null;
}
