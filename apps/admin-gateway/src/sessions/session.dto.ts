import { Line, SCOPES, type Scope } from '@countersign/contracts';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PASSWORD_LENGTH_MAX } from '../users/password-rules.js';
import { ROLES, type Role } from '../users/roles.js';

/** In UTF-16; what is longer cannot be a password. */
export const PASSWORD_UNITS_MAX = 2 * PASSWORD_LENGTH_MAX;
/** RFC 5321. */
export const EMAIL_LENGTH_MAX = 254;

export class LoginBody {
  @Line(EMAIL_LENGTH_MAX) email!: string;
  @IsString() @MinLength(1) @MaxLength(PASSWORD_UNITS_MAX) password!: string;
}

export class OpenedSessionView {
  /** To be sent as `x-csrf-token` with every write. */
  @IsString() csrfToken!: string;
  @IsISO8601() expiresAt!: string;
}

export class MembershipView {
  @IsUUID() workspaceId!: string;
  @IsIn(ROLES) role!: Role;
  @IsArray() @IsIn(SCOPES, { each: true }) scopes!: readonly Scope[];
}

export class MeView {
  @IsIn(['user', 'token']) kind!: 'user' | 'token';
  @IsUUID() id!: string;
  @IsString() name!: string;
  @IsUUID() ownerId!: string;
  /** Null for a token. */
  @ValidateIf((_, value) => value !== null) @IsString() email!: string | null;
  /** False for a token, and for somebody who signs in elsewhere only. */
  @IsBoolean() hasPassword!: boolean;
  /** Where it may act, and how; a token's scopes are narrowed to what it was given. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => MembershipView) workspaces!: MembershipView[];
  /** Null for a token, which needs none. */
  @ValidateIf((_, value) => value !== null) @IsString() csrfToken!: string | null;
}
