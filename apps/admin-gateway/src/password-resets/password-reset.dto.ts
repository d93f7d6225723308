import { IsISO8601, IsString, MaxLength, MinLength } from 'class-validator';
import { PASSWORD_UNITS_MAX } from '../sessions/session.dto.js';

/** A link's secret has 43 characters. */
export const SECRET_LENGTH_MAX = 128;

/** In the body and not in the path: paths are logged. */
export class LinkSecretBody {
  @IsString() @MinLength(1) @MaxLength(SECRET_LENGTH_MAX) secret!: string;
}

export class ResetPasswordBody extends LinkSecretBody {
  /** 12 to 1,000 characters of any kind, and none of those that are guessed first. */
  @IsString() @MinLength(1) @MaxLength(PASSWORD_UNITS_MAX) password!: string;
}

export class PasswordResetView {
  @IsString() name!: string;
  @IsString() email!: string;
  @IsISO8601() expiresAt!: string;
}

export class PasswordResetLinkView {
  /** Shown this once; for that person alone. The secret is in the fragment, which no server is sent. */
  @IsString() url!: string;
  @IsISO8601() expiresAt!: string;
}
