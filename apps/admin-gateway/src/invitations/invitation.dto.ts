import { Id, Line } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  Matches,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from '../http/page.dto.js';
import { PERSON_NAME_LENGTH_MAX } from '../own-account/own-account.dto.js';
import { LinkSecretBody } from '../password-resets/password-reset.dto.js';
import { EMAIL_LENGTH_MAX, PASSWORD_UNITS_MAX } from '../sessions/session.dto.js';
import { ROLES, type Role } from '../users/roles.js';

export const INVITATION_DAYS_DEFAULT = 7;
/** Whoever has not come in a month was not reached. */
const INVITATION_DAYS_MAX = 30;
const GROUPS_MAX = 50;
/** What is one in truth, only a letter to it can tell. */
const EMAIL = /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u;
export const INVITATION_STATES = ['open', 'accepted', 'expired', 'revoked'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

export class CreateInvitationBody {
  @IsString() @Matches(EMAIL) @MaxLength(EMAIL_LENGTH_MAX) email!: string;
  /** At most what its giver may do. */
  @IsIn(ROLES) role!: Role;
  /** Approver groups that the person comes into. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(GROUPS_MAX)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  groupIds?: string[];
  @IsOptional() @IsInt() @Min(1) @Max(INVITATION_DAYS_MAX) expiresInDays?: number;
}

export class InvitationView {
  @IsUUID() id!: string;
  @IsString() email!: string;
  @IsIn(ROLES) role!: Role;
  @IsArray() @IsUUID(undefined, { each: true }) groupIds!: string[];
  @IsString() invitedByName!: string;
  @IsIn(INVITATION_STATES) state!: InvitationState;
  @IsISO8601() createdAt!: string;
  @IsISO8601() expiresAt!: string;
  @ValidateIf((_, value) => value !== null) @IsISO8601() acceptedAt!: string | null;
}

export class CreatedInvitationView extends InvitationView {
  /** Shown this once; for that person alone. The secret is in the fragment, which no server is sent. */
  @IsString() url!: string;
}

export class InvitationPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => InvitationView) items!: InvitationView[];
  @ValidateIf((_, value) => value !== null) @IsString() nextCursor!: string | null;
}

/** The cursor is the last id; the newest are first. */
export class ListInvitationsQuery extends PickType(PageQuery, ['limit'] as const) {
  @IsOptional() @Id() cursor?: string;
}

export class OfferedInvitationView {
  @IsString() email!: string;
  @IsIn(ROLES) role!: Role;
  @IsString() workspaceName!: string;
  @IsString() invitedByName!: string;
  @IsISO8601() expiresAt!: string;
  /** Whoever has an account that is in use gives the password of that, and no name. */
  @IsBoolean() hasAccount!: boolean;
}

export class AcceptInvitationBody extends LinkSecretBody {
  /** Of a new account; the e-mail when left out. */
  @IsOptional() @Line(PERSON_NAME_LENGTH_MAX) name?: string;
  /** The one that there is, or a new one of 12 to 1,000 characters that is none of those that are guessed first. */
  @IsString() @MinLength(1) @MaxLength(PASSWORD_UNITS_MAX) password!: string;
}
