import { Id } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from '../http/page.dto.js';
import { ROLES, type Role } from '../users/roles.js';

/** The cursor is the last id. */
export class ListMembersQuery extends PickType(PageQuery, ['limit'] as const) {
  @IsOptional() @Id() cursor?: string;
}

export class MemberView {
  @IsUUID() userId!: string;
  @IsString() name!: string;
  @IsString() email!: string;
  @IsIn(ROLES) role!: Role;
  @IsISO8601() joinedAt!: string;
  /** False for somebody who signs in elsewhere only. */
  @IsBoolean() hasPassword!: boolean;
  /** Too many wrong passwords: nobody is let in with that e-mail for a quarter of an hour, or until an admin unlocks it. */
  @IsBoolean() isLocked!: boolean;
}

export class ChangeMemberBody {
  /** At most what its giver may do. */
  @IsIn(ROLES) role!: Role;
}

export class MemberPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => MemberView) items!: MemberView[];
  @ValidateIf((_, value) => value !== null) @IsString() nextCursor!: string | null;
}
