import { IsArray, IsIn, IsString, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';

export class HealthAnswer {
  @IsIn(['live', 'ready', 'not_ready']) status!: 'live' | 'ready' | 'not_ready';
}

/** A public key, as RFC 7517 writes it: of ES256, which is all that signs here. */
export class PublicKey {
  @IsString() kid!: string;
  @IsIn(['EC']) kty!: string;
  @IsIn(['P-256']) crv!: string;
  @IsString() x!: string;
  @IsString() y!: string;
  @IsIn(['ES256']) alg!: string;
  @IsIn(['sig']) use!: string;
}

export class PublicKeySet {
  @IsArray() @ValidateNested({ each: true }) @Type(() => PublicKey) keys!: PublicKey[];
}
