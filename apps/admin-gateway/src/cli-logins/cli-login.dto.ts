import { Line, type Scope, SCOPES } from '@countersign/contracts';
import {
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { CreatedTokenView, TOKEN_DAYS_MAX } from '../tokens/token.dto.js';

/** As a token's. */
const NAME_LENGTH_MAX = 255;
/** As it is shown, with room for the blanks and dashes that people add. */
const CODE_LENGTH_MAX = 64;
/** RFC 7636: the SHA-256 of the verifier, in base64url. */
const CHALLENGE = /^[\w-]{43}$/;
const VERIFIER = /^[\w.~-]{43,128}$/;

export class ConfirmCliLoginBody {
  @Matches(CHALLENGE) challenge!: string;
  /** What the token is called; the command line proposes its host's name. */
  @Line(NAME_LENGTH_MAX) name!: string;
  @IsOptional() @IsInt() @Min(1) @Max(TOKEN_DAYS_MAX) expiresInDays?: number;
  /** At most those of the person; `approval:decide` is never implied. */
  @IsArray() @ArrayUnique() @IsIn(SCOPES, { each: true }) scopes!: Scope[];
}

export class CliLoginCodeView {
  /** For the command line that began this, once. */
  @IsString() code!: string;
  @IsISO8601() expiresAt!: string;
}

export class ExchangeCliLoginBody {
  @IsString() @MinLength(1) @MaxLength(CODE_LENGTH_MAX) code!: string;
  /** What the challenge was made of. */
  @Matches(VERIFIER) verifier!: string;
}

export class CliLoginView extends CreatedTokenView {
  @IsUUID() workspaceId!: string;
}
