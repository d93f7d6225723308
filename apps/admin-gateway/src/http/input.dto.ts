import { Body, Param, type PipeTransform, Query } from '@nestjs/common';
import { DomainError, type Dto, InvalidInputError } from '@countersign/contracts';
import { toDto } from '@countersign/messaging';
import { describeRoute } from './rest-shape.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const COUNT = /^\d{1,15}$/;
/** Those of the query parameters that are numbers. */
const NUMBERS = new Set(['limit', 'after', 'step']);
const BOOLEANS = new Set(['mine', 'details', 'archived', 'force']);

/** Over HTTP an unknown field is a typo, and is refused. */
class BodyPipe<T extends object> implements PipeTransform<unknown, T> {
  constructor(private readonly dtoClass: Dto<T>) {}

  transform(body: unknown): T {
    return definedOnly(toDto(this.dtoClass, body, { unknownFields: 'refuse' }));
  }
}

class QueryPipe<T extends object> implements PipeTransform<Record<string, unknown>, T> {
  constructor(private readonly dtoClass: Dto<T>) {}

  transform(query: Record<string, unknown>): T {
    const plain = Object.entries(query).map(([key, value]) => [key, toTyped(key, value)]);
    return definedOnly(toDto(this.dtoClass, Object.fromEntries(plain), { unknownFields: 'refuse' }));
  }
}

class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly noun: string) {}

  /** What is no id names nothing. */
  transform(id: string): string {
    if (UUID.test(id)) return id.toLowerCase();
    throw new DomainError(`${this.noun}.not_found`, `There is no such ${this.noun}.`);
  }
}

/** The request's JSON body as a validated DTO. */
export function JsonBody(dtoClass: Dto<object>): ParameterDecorator {
  return described({ body: dtoClass }, Body(new BodyPipe(dtoClass)));
}

export function QueryOf(dtoClass: Dto<object>): ParameterDecorator {
  return described({ query: dtoClass }, Query(new QueryPipe(dtoClass)));
}

/** A path parameter that is an id of a `noun`. */
export function IdParam(name: string, noun: string): ParameterDecorator {
  return Param(name, new IdPipe(noun));
}

function described(shape: Parameters<typeof describeRoute>[2], decorate: ParameterDecorator): ParameterDecorator {
  return (target, key, index) => {
    if (key !== undefined) describeRoute(target, key, shape);
    decorate(target, key, index);
  };
}

function toTyped(key: string, value: unknown): unknown {
  if (NUMBERS.has(key)) return toCount(key, value);
  // Anything but the two words stays text, which is no boolean.
  return BOOLEANS.has(key) && (value === 'true' || value === 'false') ? value === 'true' : value;
}

function toCount(key: string, value: unknown): number {
  if (typeof value === 'string' && COUNT.test(value)) return Number(value);
  throw new InvalidInputError([{ pointer: `/${key}`, code: 'is_int', message: `${key} must be a whole number` }]);
}

/** Fields that were left out exist on the instance as undefined; a null stands for the same. */
function definedOnly<T extends object>(dto: T): T {
  for (const [key, value] of Object.entries(dto)) {
    if (value === undefined || value === null) Reflect.deleteProperty(dto, key);
  }
  return dto;
}
