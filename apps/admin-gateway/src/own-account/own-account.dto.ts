import { Line } from '@countersign/contracts';
import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsISO8601, IsString, IsUUID, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { PASSWORD_UNITS_MAX } from '../sessions/session.dto.js';

export const PERSON_NAME_LENGTH_MAX = 128;

export class UpdateMeBody {
  @Line(PERSON_NAME_LENGTH_MAX) name!: string;
}

export class ChangePasswordBody {
  @IsString() @MinLength(1) @MaxLength(PASSWORD_UNITS_MAX) currentPassword!: string;
  /** 12 to 1,000 characters of any kind, and none of those that are guessed first. */
  @IsString() @MinLength(1) @MaxLength(PASSWORD_UNITS_MAX) newPassword!: string;
}

export class OwnSessionView {
  @IsUUID() id!: string;
  /** As the browser calls itself: text of somebody else. */
  @IsString() userAgent!: string;
  @IsISO8601() createdAt!: string;
  /** To the minute. */
  @IsISO8601() lastSeenAt!: string;
  /** At the latest; four hours of silence end it before. */
  @IsISO8601() expiresAt!: string;
  /** The one that asks. */
  @IsBoolean() isCurrent!: boolean;
}

export class OwnSessionList {
  @IsArray() @ValidateNested({ each: true }) @Type(() => OwnSessionView) items!: OwnSessionView[];
}
