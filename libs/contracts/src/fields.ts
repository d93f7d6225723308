// class-transformer reads design types and does not bring this along.
import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/** Decorators for the shapes that every contract repeats; each stands for one rule of the wire. */
function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}

/** No list on the bus is longer: a message stays under 256 KiB. */
const LIST_LENGTH_MAX = 10_000;
const TEXT_LENGTH_MAX = 200_000;

/** What people read where a value does not fit is a sentence: a regular expression says nothing to them. */
export const Matching = (pattern: RegExp, must: string): PropertyDecorator =>
  Matches(pattern, { message: `$property must be ${must}` });
export const Id = (): PropertyDecorator => IsUUID(undefined, { message: '$property must be an id (a UUID)' });
/** RFC 3339, UTC. */
export const Time = (): PropertyDecorator =>
  IsISO8601({ strict: true }, { message: '$property must be a time like 2026-11-23T10:00:00Z' });
/** With its zone, without which it would be another time on another machine; not all of ISO 8601 is known to everybody. */
export const Instant = (): PropertyDecorator =>
  all(
    Time(),
    Matching(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/,
      'a time with its zone, like 2026-11-23T10:00:00Z',
    ),
  );
/** SHA-256, lower-case hex. */
export const Hash = (): PropertyDecorator => Matching(/^[0-9a-f]{64}$/, 'a hash: 64 lower-case hexadecimal characters');
export const Text = (maxLength = TEXT_LENGTH_MAX): PropertyDecorator => all(IsString(), MaxLength(maxLength));
export const NonEmptyText = (maxLength = TEXT_LENGTH_MAX): PropertyDecorator =>
  all(IsString(), MinLength(1), MaxLength(maxLength));
/** A name: of one line, so that it cannot pass for more in a terminal or a log, and with something to see in it. */
export const Line = (maxLength: number): PropertyDecorator =>
  all(NonEmptyText(maxLength), Matching(/^(?=.*\S)\P{Cc}*$/u, 'one line of text, without control characters'));
export const Count = (max = Number.MAX_SAFE_INTEGER): PropertyDecorator => all(IsInt(), Min(0), Max(max));
export const CountFrom = (min: number, max: number): PropertyDecorator => all(IsInt(), Min(min), Max(max));
export const OneOf = (values: readonly string[]): PropertyDecorator => IsIn(values);
/** The form alone: whether it may be connected to is decided by the egress guard. */
export const WebUrl = (): PropertyDecorator =>
  all(MaxLength(2_048), IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }));
/** May be left out; null means the same. */
export const Optional = (): PropertyDecorator => IsOptional();
/** Must be there, and may be null. */
export const Nullable = (): PropertyDecorator => ValidateIf((_, value) => value !== null);
export const Nested = (type: () => new () => object): PropertyDecorator => all(ValidateNested(), Type(type));
export const NestedList = (type: () => new () => object, maxLength = LIST_LENGTH_MAX): PropertyDecorator =>
  all(IsArray(), ArrayMaxSize(maxLength), ValidateNested({ each: true }), Type(type));
export const TextList = (maxLength = LIST_LENGTH_MAX): PropertyDecorator =>
  all(IsArray(), ArrayMaxSize(maxLength), IsString({ each: true }));
/** Each of them one of these values. */
export const ListOf = (values: readonly string[]): PropertyDecorator =>
  all(IsArray(), ArrayMaxSize(LIST_LENGTH_MAX), IsIn(values, { each: true }));
