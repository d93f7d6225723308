import { Type } from 'class-transformer';
import { IsBoolean, IsString, ValidateIf, ValidateNested } from 'class-validator';

export class OidcMethodView {
  /** On the button. */
  @IsString() label!: string;
  /** Where the browser goes; takes `returnTo`, a path of this site. */
  @IsString() startUrl!: string;
}

export class AuthMethodsView {
  @IsBoolean() password!: boolean;
  /** Null where no provider is configured. */
  @ValidateIf((_, value) => value !== null) @ValidateNested() @Type(() => OidcMethodView) oidc!: OidcMethodView | null;
}

export class OidcStartView {
  /** Where the browser goes next. */
  @IsString() authorizationUrl!: string;
}
