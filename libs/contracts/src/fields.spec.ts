import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { Hash, Id, Line, Time } from './fields.js';

class Everything {
  @Id() id: unknown = 'x';
  @Hash() hash: unknown = 'x';
  @Time() at: unknown = 'x';
  @Line(10) name: unknown = '\n';
}

describe('the fields of a contract', () => {
  it('say in words what a value must be, and show nobody a pattern', () => {
    const messages = validateSync(new Everything()).flatMap(({ constraints = {} }) => Object.values(constraints));
    expect(messages).toEqual([
      'id must be an id (a UUID)',
      'hash must be a hash: 64 lower-case hexadecimal characters',
      'at must be a time like 2026-11-23T10:00:00Z',
      'name must be one line of text, without control characters',
    ]);
  });
});
