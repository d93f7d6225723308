import { describe, expect, it } from '@jest/globals';
import { Validator } from '@cfworker/json-schema';
import { listProblems } from './list-problems.js';

const SCHEMA = {
  type: 'object',
  properties: { text: { type: 'string' }, copies: { type: 'integer', minimum: 1 } },
  required: ['text'],
  additionalProperties: false,
} as const;

function pointersOf(value: unknown): string[] {
  const { errors } = new Validator({ ...SCHEMA, required: [...SCHEMA.required] }, '2020-12', false).validate(value);
  return listProblems(errors).map(({ pointer }) => pointer);
}

describe('the problems of edited arguments', () => {
  it('are none where the schema is kept', () => expect(pointersOf({ text: 'a' })).toEqual([]));

  it('point at what is wrong, and not at what it is in', () => {
    expect(pointersOf({ text: 7, copies: 0 })).toEqual(['/text', '/copies']);
  });

  it('point at the object where something is missing', () => expect(pointersOf({})).toEqual(['']));

  it('point at what may not be there', () => expect(pointersOf({ text: 'a', colour: 'red' })).toEqual(['/colour']));
});
