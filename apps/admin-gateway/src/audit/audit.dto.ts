import { Actor } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from '../http/page.dto.js';
import { AUDIT_ACTIONS, type AuditAction } from './audit-entry.js';

/** The cursor is the last id. */
export class ListAuditQuery extends PickType(PageQuery, ['limit'] as const) {
  @IsOptional() @IsUUID() cursor?: string;
  @IsOptional() @IsUUID() integrationId?: string;
  @IsOptional() @IsIn(AUDIT_ACTIONS) action?: AuditAction;
}

export class AuditEntryView {
  @IsUUID() id!: string;
  /** When it happened; the list is in the order in which it became known. */
  @IsISO8601() at!: string;
  @IsIn(AUDIT_ACTIONS) action!: AuditAction;
  @ValidateNested() @Type(() => Actor) actor!: Actor;
  @ValidateIf((_, value) => value !== null) @IsUUID() integrationId!: string | null;
  @IsObject() details!: Record<string, unknown>;
}

export class AuditPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => AuditEntryView) items!: AuditEntryView[];
  @ValidateIf((_, value) => value !== null) @IsString() nextCursor!: string | null;
}
