import type { Dto } from '@countersign/contracts';
import type { PipeTransform } from '@nestjs/common';
import { toDto } from '../validation/to-dto.js';

/** Validates a request's body; unknown fields are ignored, since a newer asker may send more. */
export class DtoPipe<T extends object> implements PipeTransform<unknown, T> {
  constructor(private readonly dtoClass: Dto<T>) {}

  transform(plain: unknown): T {
    return toDto(this.dtoClass, plain, { unknownFields: 'tolerate' });
  }
}
