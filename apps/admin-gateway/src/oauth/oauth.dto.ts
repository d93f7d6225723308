import { IsISO8601, IsString, ValidateIf } from 'class-validator';

export class AuthorizationStartView {
  /** Where a person's browser goes: the authorization server, or for a token a page here where that person signs in. */
  @IsString() authorizationUrl!: string;
  /** Null where it does not end by itself. */
  @ValidateIf((_, value) => value !== null) @IsISO8601() expiresAt!: string | null;
}
