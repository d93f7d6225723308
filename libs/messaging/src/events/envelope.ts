import { type EventContract, type EventEnvelope, InvalidInputError } from '@countersign/contracts';
import { IsISO8601, IsNotEmpty, IsObject, IsString, IsUUID } from 'class-validator';
import { decode } from '../requests/wire.js';
import { toDto } from '../validation/to-dto.js';

class EnvelopeDto {
  @IsUUID() id!: string;
  @IsString() type!: string;
  @IsUUID() workspaceId!: string;
  @IsString() @IsNotEmpty() aggregateId!: string;
  @IsISO8601({ strict: true }) occurredAt!: string;
  @IsObject() data!: object;
}

/** @throws InvalidInputError when the bytes are not an event of this contract. */
export function readEnvelope<P extends object>(contract: EventContract<P>, bytes: Uint8Array): EventEnvelope<P> {
  const envelope = toDto(EnvelopeDto, decode(bytes), { unknownFields: 'tolerate' });
  // What a forged deliver or reply subject brings into a stream was published as something else.
  if (envelope.type !== contract.subject) {
    throw new InvalidInputError([{ pointer: '/type', code: 'wrong_type', message: `must be ${contract.subject}` }]);
  }
  const data = toDto(contract.payload, envelope.data, { unknownFields: 'tolerate', pointer: '/data' });
  return { ...envelope, data };
}
