import { Matching } from '@countersign/contracts';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const NAME_LENGTH_MAX = 128;
const DESCRIPTION_LENGTH_MAX = 1_000;
/** Nothing invisible, and no space around it: people tell groups apart by their names. */
const NAME = /^(?!\s)\P{C}+(?<!\s)$/u;
const NAME_RULE = 'one line of visible text, without a space at either end';
const DESCRIPTION = /^[\n\t\P{Cc}]*$/u;
const DESCRIPTION_RULE = 'text without control characters';

export class CreateGroupBody {
  @IsString() @MinLength(1) @MaxLength(NAME_LENGTH_MAX) @Matching(NAME, NAME_RULE) name!: string;
  @IsOptional()
  @IsString()
  @MaxLength(DESCRIPTION_LENGTH_MAX)
  @Matching(DESCRIPTION, DESCRIPTION_RULE)
  description?: string;
}

export class UpdateGroupBody {
  @IsOptional() @IsString() @MinLength(1) @MaxLength(NAME_LENGTH_MAX) @Matching(NAME, NAME_RULE) name?: string;
  @IsOptional()
  @IsString()
  @MaxLength(DESCRIPTION_LENGTH_MAX)
  @Matching(DESCRIPTION, DESCRIPTION_RULE)
  description?: string;
}

export class RemoveGroupQuery {
  /** Also where tools name it. */
  @IsOptional() @IsBoolean() force?: boolean;
}

export class GroupView {
  @IsUUID() id!: string;
  @IsString() name!: string;
  @IsString() description!: string;
  /** Nobody can decide for a group of none. */
  @IsInt() @Min(0) memberCount!: number;
  /** Moves with every change that a person makes, of its members too, and is what its ETag begins with. */
  @IsInt() @Min(1) version!: number;
  @IsISO8601() createdAt!: string;
}

export class GroupList {
  @IsArray() @ValidateNested({ each: true }) @Type(() => GroupView) items!: GroupView[];
  /** Always null: a workspace has at most 200 groups. */
  @ValidateIf((_, value) => value !== null) @IsString() nextCursor!: string | null;
}

export class GroupMemberView {
  @IsUUID() userId!: string;
  @IsString() name!: string;
  @IsString() email!: string;
  @IsISO8601() addedAt!: string;
}

export class GroupDetailsView extends GroupView {
  @IsArray() @ValidateNested({ each: true }) @Type(() => GroupMemberView) members!: GroupMemberView[];
}
