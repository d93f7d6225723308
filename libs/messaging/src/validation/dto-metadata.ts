import type { Dto } from '@countersign/contracts';
import storage from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';

export interface NestedProperty {
  readonly isList: boolean;
  /** The class of the value, or of each of a list's values; it can depend on the value (discriminated unions). */
  classOf(value: object): Dto<object> | undefined;
}

export interface DtoMetadata {
  /** Every property that has a validator: what the DTO knows. */
  readonly properties: ReadonlySet<string>;
  readonly nested: ReadonlyMap<string, NestedProperty>;
}

const cache = new WeakMap<Dto<object>, DtoMetadata>();

/** What the decorators on a DTO class say, inherited ones included. */
export function dtoMetadata(dtoClass: Dto<object>): DtoMetadata {
  const known = cache.get(dtoClass) ?? readMetadata(dtoClass);
  cache.set(dtoClass, known);
  return known;
}

function readMetadata(dtoClass: Dto<object>): DtoMetadata {
  const validators = getMetadataStorage().getTargetValidationMetadatas(dtoClass, '', false, false);
  const nested = validators.filter((validator) => validator.type === 'nestedValidation');
  return {
    properties: new Set(validators.map((validator) => validator.propertyName)),
    nested: new Map(
      nested.map(({ propertyName, each }) => [
        propertyName,
        { isList: each, classOf: (value) => nestedClass(dtoClass, propertyName, value) },
      ]),
    ),
  };
}

function nestedClass(dtoClass: Dto<object>, property: string, value: object): Dto<object> | undefined {
  const metadata = storage.defaultMetadataStorage.findTypeMetadata(dtoClass, property);
  if (!metadata) return undefined;
  const { discriminator } = metadata.options;
  const tag: unknown = discriminator && Reflect.get(value, discriminator.property);
  const subType = discriminator?.subTypes.find(({ name }) => name === tag);
  return subType?.value ?? metadata.typeFunction({ newObject: undefined, object: value, property });
}
