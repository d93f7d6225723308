import type { Schema, SchemaType } from './schema.js';

const NAMES: Readonly<Record<SchemaType, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  array: 'a list',
  null: 'null',
};

/** For people. */
export function typesOf({ type }: Schema): string {
  return [type]
    .flat()
    .map((one) => NAMES[one])
    .join(' or ');
}

/** What is wrong with it, null where nothing is; never with the value. */
export function checkScalar(value: unknown, schema: Schema): string | null {
  const types = [schema.type].flat();
  if (!types.some((type) => isOf(value, type))) {
    if (value === null) return `is empty, and must be ${typesOf(schema)}`;
    const hint = types.includes('string') && typeof value !== 'string' ? ': write it in quotes' : '';
    return `must be ${typesOf(schema)}${hint}`;
  }
  if (schema.enum && value !== null && !schema.enum.some((one) => one === value)) {
    return `must be ${schema.enum.join(', ').replace(/, ([^,]*)$/, ' or $1')}`;
  }
  if (typeof value === 'string') return checkText(value, schema);
  return typeof value === 'number' ? checkNumber(value, schema) : null;
}

function checkText(
  value: string,
  { minLength = 0, maxLength = Infinity, pattern, description }: Schema,
): string | null {
  if (!value.isWellFormed()) return 'has half of a character';
  if (value.length < minLength) return minLength === 1 ? 'is empty' : `must have at least ${minLength} characters`;
  if (value.length > maxLength) return `has more than ${maxLength} characters`;
  if (pattern === undefined || new RegExp(pattern, 'u').test(value)) return null;
  return `does not fit: ${description ?? pattern}`;
}

function checkNumber(value: number, { minimum = -Infinity, maximum = Infinity }: Schema): string | null {
  if (value < minimum) return `must be ${minimum} or more`;
  return value > maximum ? `must be ${maximum} or less` : null;
}

function isOf(value: unknown, type: SchemaType): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'object':
    case 'array':
      // Those are no scalars.
      return false;
  }
}
