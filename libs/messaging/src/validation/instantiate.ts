import type { Dto, InputProblem } from '@countersign/contracts';
import { dtoMetadata, type NestedProperty } from './dto-metadata.js';

/**
 * Plain JSON → an instance of a DTO class, nested instances included, not validated yet.
 *
 * `plainToInstance` would copy free-form JSON too, and drop or stumble over members named `constructor` in it; a JSON
 * Schema or a tool's arguments may well have one. So here a value without `@Type` is taken over untouched, and members
 * the DTO does not know never reach the instance. `@Transform` and `@Expose` are not supported: the wire is the class.
 */
export class Instantiation {
  /** Members that no DTO knows, and lists where an object is wanted (which class-validator would let pass). */
  readonly unknownFields: InputProblem[] = [];
  readonly problems: InputProblem[] = [];

  run<T extends object>(dtoClass: Dto<T>, plain: object, pointer: string): T {
    const instance = new dtoClass();
    const { properties, nested } = dtoMetadata(dtoClass);
    for (const [key, value] of Object.entries(plain)) {
      const place = `${pointer}/${escapePointer(key)}`;
      if (!properties.has(key)) {
        this.unknownFields.push({ pointer: place, code: 'unknown_field', message: `${key} is not a known field` });
        continue;
      }
      const property = nested.get(key);
      Reflect.set(instance, key, property ? this.nestedValue(property, value, place) : value);
    }
    dropUndefined(instance);
    return instance;
  }

  private nestedValue(property: NestedProperty, value: unknown, pointer: string): unknown {
    if (!Array.isArray(value)) return this.nestedObject(property, value, pointer);
    if (property.isList) return value.map((item, index) => this.nestedObject(property, item, `${pointer}/${index}`));
    this.problems.push({ pointer, code: 'is_object', message: 'must be an object, not a list' });
    return {};
  }

  private nestedObject(property: NestedProperty, value: unknown, pointer: string): unknown {
    if (!isPlainObject(value)) return value;
    const dtoClass = property.classOf(value);
    if (!dtoClass) throw new Error(`${pointer}: a nested property needs @Type, or nothing in it would be validated`);
    return this.run(dtoClass, value, pointer);
  }
}

/** Class fields define a member for each optional field, and `{...stored, ...dto}` would overwrite with nothing. */
function dropUndefined(instance: object): void {
  for (const [key, value] of Object.entries(instance)) {
    if (value === undefined) Reflect.deleteProperty(instance, key);
  }
}

export function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901. */
export function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}
