import { describe, expect, it } from '@jest/globals';
import { ToolView, UpdateToolPoliciesRequest } from '@countersign/contracts';
import { Type } from 'class-transformer';
import { IsArray, IsEmail, IsIn, IsInt, IsOptional, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { SchemaCollection } from './json-schema.js';

class Part {
  @IsInt() @Min(1) size!: number;
}

class Whole {
  @IsArray() @IsIn(['a', 'b'], { each: true }) letters!: string[];
  @ValidateNested() @Type(() => Part) main!: Part;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => Part) others?: Part[];
  @ValidateIf((_, value) => value !== null) @ValidateNested() @Type(() => Part) spare!: Part | null;
}

class Bounded {
  @Max(9) @Min(3) @Min(1) @Max(5) @Min(2) size!: number;
}

class Unknown {
  @IsEmail() email!: string;
}

describe('the schemas of DTO classes', () => {
  it('say what the decorators check', () => {
    const collection = new SchemaCollection();
    expect(collection.ref(Whole)).toEqual({ $ref: '#/components/schemas/Whole' });
    const part = { $ref: '#/components/schemas/Part' };
    expect(collection.schemas).toEqual({
      Part: { type: 'object', properties: { size: { type: 'integer', minimum: 1 } }, required: ['size'] },
      Whole: {
        type: 'object',
        properties: {
          letters: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
          main: part,
          others: { type: 'array', items: part },
          spare: { anyOf: [part, { type: 'null' }] },
        },
        required: ['letters', 'main', 'spare'],
      },
    });
  });

  it('keep the narrowest of several bounds, in whatever order they stand', () => {
    const collection = new SchemaCollection();
    collection.ref(Bounded);
    const properties = { size: { type: 'number', minimum: 3, maximum: 5 } };
    expect(collection.schemas['Bounded']).toEqual({ type: 'object', properties, required: ['size'] });
  });

  it('know every rule of the contracts', () => {
    const collection = new SchemaCollection();
    for (const dto of [ToolView, UpdateToolPoliciesRequest]) expect(() => collection.ref(dto)).not.toThrow();
  });

  it('refuse a rule that they cannot express, and a second class of one name', () => {
    expect(() => new SchemaCollection().ref(Unknown)).toThrow('isEmail of email');
    const collection = new SchemaCollection();
    collection.ref(Part);
    const { Part: other } = { Part: class Part {} };
    expect(() => collection.ref(other)).toThrow('two classes have the name Part');
  });
});
