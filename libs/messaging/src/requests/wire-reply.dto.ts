import { Type } from 'class-transformer';
import { IsBoolean, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

export class WireErrorDto {
  @IsString() code!: string;
  @IsString() message!: string;
  @IsOptional() @IsObject() details?: Record<string, unknown>;
}

/** `{ok: true, data}` or `{ok: false, error}`. */
export class WireReplyDto {
  @IsBoolean() ok!: boolean;
  @IsOptional() data?: unknown;
  @IsOptional() @ValidateNested() @Type(() => WireErrorDto) error?: WireErrorDto;
}
