import { Actor } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from '../http/page.dto.js';

/** `approval`, `approval.denied`. */
const ACTION = /^[a-z_]{1,64}(\.[a-z_]{1,64})?$/;
/** RFC 3339; the seconds may be left out, the zone may not: without it, it would be another time on another machine. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const ACTOR_ID = /^\P{Cc}{1,128}$/u;

/** The cursor is the last id. */
export class ListAuditQuery extends PickType(PageQuery, ['limit'] as const) {
  @IsOptional() @IsUUID() cursor?: string;
  @IsOptional() @IsUUID() integrationId?: string;
  @IsOptional() @IsUUID() approvalId?: string;
  @IsOptional() @Matches(ACTION) action?: string;
  @IsOptional() @Matches(ACTOR_ID) actor?: string;
  @IsOptional() @IsISO8601({ strict: true }) @Matches(TIME) from?: string;
  @IsOptional() @IsISO8601({ strict: true }) @Matches(TIME) until?: string;
}

export class AuditEntryView {
  @IsUUID() id!: string;
  /** When it happened; the list is in the order in which it became known. */
  @IsISO8601() at!: string;
  @IsString() action!: string;
  @ValidateNested() @Type(() => Actor) actor!: Actor;
  @ValidateIf((_, value) => value !== null) @IsUUID() integrationId!: string | null;
  @ValidateIf((_, value) => value !== null) @IsUUID() approvalId!: string | null;
  @ValidateIf((_, value) => value !== null) @IsString() way!: string | null;
  @ValidateIf((_, value) => value !== null) @IsString() requestId!: string | null;
  @IsObject() details!: Record<string, unknown>;
}

export class AuditPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => AuditEntryView) items!: AuditEntryView[];
  @ValidateIf((_, value) => value !== null) @IsString() nextCursor!: string | null;
}
