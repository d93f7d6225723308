import { Actor, Id, Matching, Time, type Way, WAYS } from '@countersign/contracts';
import { OmitType, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
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
  @IsOptional() @Id() cursor?: string;
  @IsOptional() @Id() integrationId?: string;
  @IsOptional() @Id() approvalId?: string;
  @IsOptional() @MinLength(1) @MaxLength(1_024) @IsString() tool?: string;
  @IsOptional() @IsIn(WAYS) way?: Way;
  @IsOptional() @Matching(ACTION, 'an action or a kind of them: approval.denied, approval') action?: string;
  @IsOptional() @Matching(ACTOR_ID, 'the id of a person, a token or a run') actor?: string;
  @IsOptional() @Time() @Matching(TIME, 'a time with its zone, like 2026-11-23T10:00:00Z') from?: string;
  @IsOptional() @Time() @Matching(TIME, 'a time with its zone, like 2026-11-23T10:00:00Z') until?: string;
}

export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** `cursor`: on from there. */
export class ExportAuditQuery extends OmitType(ListAuditQuery, ['limit'] as const) {
  @IsOptional() @IsIn(EXPORT_FORMATS) format?: ExportFormat;
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
