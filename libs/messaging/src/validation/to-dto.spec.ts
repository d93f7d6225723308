import { InvalidInputError } from '@countersign/contracts';
import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsNumber, IsString, ValidateNested } from 'class-validator';
import { CountTools, ToolDto } from '../fixtures/test-contracts.fixture-spec.js';
import { toDto } from './to-dto.js';

class Nothing {}

class Circle {
  @IsString() kind!: 'circle';
  @IsNumber() radius!: number;
}
class Square {
  @IsString() kind!: 'square';
  @IsNumber() side!: number;
}
class Drawing {
  @ValidateNested()
  @Type(() => Circle, {
    keepDiscriminatorProperty: true,
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'circle', value: Circle },
        { name: 'square', value: Square },
      ],
    },
  })
  shape!: Circle | Square;
}

class Forgetful {
  @ValidateNested() shape!: Circle;
}

const valid = { integration: 'i', tools: [{ name: 'a' }, { name: 'b' }] };

function problemsOf(plain: unknown, unknownFields: 'tolerate' | 'refuse' = 'tolerate') {
  try {
    toDto(CountTools, plain, { unknownFields });
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.problems.map(({ pointer, code }) => [pointer, code]);
    throw error;
  }
}

describe('toDto', () => {
  it('makes instances of the class and of the classes nested in it', () => {
    const dto = toDto(CountTools, valid, { unknownFields: 'refuse' });
    expect(dto).toBeInstanceOf(CountTools);
    expect(dto.tools).toEqual([expect.any(ToolDto), expect.any(ToolDto)]);
    expect({ ...dto }).toEqual({ integration: 'i', tools: [{ name: 'a' }, { name: 'b' }] });
  });

  it('leaves out what was left out', () => {
    expect(Object.keys(toDto(CountTools, { integration: 'i' }, { unknownFields: 'refuse' }))).toEqual(['integration']);
  });

  it('points at every problem, in lists too', () => {
    const tools = [{ name: 'a' }, { name: '' }, {}, 7, null, { name: 5 }];
    expect(problemsOf({ integration: 1, tools })).toEqual([
      ['/integration', 'is_string'],
      ['/tools/1/name', 'min_length'],
      ['/tools/2/name', 'min_length'],
      ['/tools/2/name', 'is_string'],
      ['/tools/3', 'nested_validation'],
      ['/tools/4', 'nested_validation'],
      ['/tools/5/name', 'min_length'],
      ['/tools/5/name', 'is_string'],
    ]);
  });

  it.each([[null], [undefined], ['text'], [3], [[valid]]])('refuses %p in place of an object', (plain) => {
    expect(problemsOf(plain)).toEqual([['', 'is_object']]);
  });

  it('refuses a list in place of a nested object', () => {
    expect(problemsOf({ ...valid, favourite: [{ name: 'a' }] })).toContainEqual(['/favourite', 'is_object']);
  });

  it('refuses an object in place of a list', () => {
    expect(problemsOf({ integration: 'i', tools: { name: 'a' } })).toContainEqual(['/tools', 'is_array']);
  });

  it('tolerates unknown fields and drops them', () => {
    const dto = toDto(
      CountTools,
      { ...valid, later: 1, tools: [{ name: 'a', later: 2 }] },
      { unknownFields: 'tolerate' },
    );
    expect(JSON.parse(JSON.stringify(dto))).toEqual({ integration: 'i', tools: [{ name: 'a' }] });
  });

  it('refuses unknown fields where asked to, with escaped pointers', () => {
    const plain = { ...valid, 'a/b~c': 1, tools: [{ name: 'a', typo: 2 }] };
    expect(problemsOf(plain, 'refuse')).toEqual([
      ['/tools/0/typo', 'unknown_field'],
      ['/a~1b~0c', 'unknown_field'],
    ]);
  });

  it.each(['__proto__', 'constructor'])('does not let a member named %s get around the validation', (name) => {
    const plain: unknown = JSON.parse(`{"integration":1,"${name}":{"prototype":{}},"tools":[{"${name}":{}}]}`);
    expect(problemsOf(plain)).toContainEqual(['/integration', 'is_string']);
    expect(problemsOf(plain)).toContainEqual(['/tools/0/name', 'is_string']);
    expect(problemsOf(plain, 'refuse')).toContainEqual([`/${name}`, 'unknown_field']);
  });

  it('takes free-form JSON over as it is, whatever its members are called', () => {
    const schema: unknown = JSON.parse('{"properties":{"constructor":{"type":"string"},"__proto__":{"then":1}}}');
    const dto = toDto(CountTools, { integration: 'i', schema }, { unknownFields: 'refuse' });
    expect(JSON.stringify(dto.schema)).toBe(JSON.stringify(schema));
  });

  it('never repeats a value in a message', () => {
    const secret = 'hunter2'.repeat(3);
    expect(() => toDto(CountTools, { integration: { secret } }, { unknownFields: 'refuse' })).toThrow(
      InvalidInputError,
    );
    expect(() => toDto(CountTools, { integration: { secret } }, { unknownFields: 'refuse' })).not.toThrow(secret);
  });

  it('accepts a class without fields', () => {
    expect(toDto(Nothing, { extra: 1 }, { unknownFields: 'tolerate' })).toEqual({});
    expect(() => toDto(Nothing, { extra: 1 }, { unknownFields: 'refuse' })).toThrow('/extra');
  });

  it('chooses the class of a union by its discriminator', () => {
    const square = toDto(Drawing, { shape: { kind: 'square', side: 2 } }, { unknownFields: 'refuse' });
    expect(square.shape).toBeInstanceOf(Square);
    expect(() => toDto(Drawing, { shape: { kind: 'square', radius: 2 } }, { unknownFields: 'tolerate' })).toThrow(
      '/shape/side',
    );
  });

  it('does not pass a nested property whose class nobody named', () => {
    expect(() => toDto(Forgetful, { shape: { radius: 'x' } }, { unknownFields: 'tolerate' })).toThrow('@Type');
  });
});
