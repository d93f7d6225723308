/**
 * JSON Schemas of DTO classes, read from the decorators that validate them, so that the document cannot say anything else
 * than the code does.
 *
 * | decorator                     | schema                                   |
 * |-------------------------------|------------------------------------------|
 * | `@IsUUID()`                   | `{type: string, format: uuid}`           |
 * | `@IsInt() @Min(0)`            | `{type: integer, minimum: 0}`            |
 * | `@IsArray() @IsIn(A, {each})` | `{type: array, items: {type: string, enum: A}}` |
 * | `@ValidateNested() @Type(T)`  | `{$ref: '#/components/schemas/T'}`       |
 * | `@IsObject()`                 | `{$ref: '#/components/schemas/JsonObject'}` |
 * | `@ValidateIf(not null)`       | `anyOf: [schema, {type: null}]`          |
 * | `@IsOptional()`               | not in `required`                        |
 */
import type { Dto } from '@countersign/contracts';
import storage from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';

export type JsonSchema = Readonly<Record<string, unknown>>;
type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const IS_OPTIONAL = 'isOptional';

const STRING = { type: 'string' };
const JSON_VALUE_REF = { $ref: '#/components/schemas/JsonValue' };
const JSON_OBJECT_REF = { $ref: '#/components/schemas/JsonObject' };

/** What comes from elsewhere and has no shape of ours: a tool's arguments, its schemas, its annotations. */
export const JSON_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  JsonValue: {
    anyOf: [
      STRING,
      { type: 'number' },
      { type: 'boolean' },
      { type: 'null' },
      { type: 'array', items: JSON_VALUE_REF },
      JSON_OBJECT_REF,
    ],
  },
  JsonObject: { type: 'object', additionalProperties: JSON_VALUE_REF },
};

/** The schemas of all classes that were asked for, and of those they refer to. */
export class SchemaCollection {
  readonly schemas: Record<string, JsonSchema> = {};
  private readonly classes = new Map<string, Dto<object>>();

  ref(dtoClass: Dto<object>): JsonSchema {
    const { name } = dtoClass;
    const known = this.classes.get(name);
    if (known !== undefined && known !== dtoClass) throw new Error(`two classes have the name ${name}`);
    if (known === undefined) {
      this.classes.set(name, dtoClass);
      this.schemas[name] = this.objectSchema(dtoClass);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** By name, in the order of declaration. */
  properties(dtoClass: Dto<object>): Map<string, { schema: JsonSchema; isRequired: boolean }> {
    const rules = Map.groupBy(
      getMetadataStorage().getTargetValidationMetadatas(dtoClass, '', false, false),
      (rule) => rule.propertyName,
    );
    // Decorators run from the last to the first, classes from the derived to the base.
    return new Map(
      [...rules].map(([name, own]) => {
        const isRequired = !own.some((rule) => rule.name === IS_OPTIONAL);
        return [name, { schema: this.propertySchema(dtoClass, name, own), isRequired }];
      }),
    );
  }

  private objectSchema(dtoClass: Dto<object>): JsonSchema {
    const properties = [...this.properties(dtoClass)];
    const required = properties.filter(([, { isRequired }]) => isRequired).map(([name]) => name);
    return {
      type: 'object',
      properties: Object.fromEntries(properties.map(([name, { schema }]) => [name, schema])),
      ...(required.length > 0 ? { required } : {}),
    };
  }

  private propertySchema(dtoClass: Dto<object>, property: string, rules: readonly Rule[]): JsonSchema {
    const isNullable = rules.some((rule) => rule.type === 'conditionalValidation' && rule.name !== IS_OPTIONAL);
    const schema = this.valueSchema(dtoClass, property, rules);
    return isNullable ? { anyOf: [schema, { type: 'null' }] } : schema;
  }

  private valueSchema(dtoClass: Dto<object>, property: string, rules: readonly Rule[]): JsonSchema {
    const ofItems = rules.filter((rule) => rule.each);
    const own = merge(rules.filter((rule) => !rule.each && rule.type === 'customValidation'));
    const nested = rules.find((rule) => rule.type === 'nestedValidation');
    const nestedRef = nested && this.ref(nestedClass(dtoClass, property));
    if (own['type'] === 'array' || ofItems.length > 0) {
      return {
        ...own,
        type: 'array',
        items: nestedRef ?? merge(ofItems.filter((rule) => rule.type === 'customValidation')),
      };
    }
    return nestedRef ?? own;
  }
}

function nestedClass(dtoClass: Dto<object>, property: string): Dto<object> {
  const metadata = storage.defaultMetadataStorage.findTypeMetadata(dtoClass, property);
  if (!metadata) throw new Error(`${dtoClass.name}.${property} is nested without @Type`);
  return metadata.typeFunction({ newObject: undefined, object: {}, property });
}

function merge(rules: readonly Rule[]): JsonSchema {
  const merged = rules.map(ruleSchema).reduce<JsonSchema>(stricter, {});
  const isNumeric = 'minimum' in merged || 'maximum' in merged;
  return isNumeric && !('type' in merged) ? { type: 'number', ...merged } : merged;
}

/** All rules of a property hold, so of two bounds the narrower one is its bound. */
function stricter(one: JsonSchema, other: JsonSchema): JsonSchema {
  const bounds = Object.entries(other).map(([key, value]) => [key, narrower(key, one[key], value)] as const);
  return { ...one, ...Object.fromEntries(bounds) };
}

function narrower(key: string, one: unknown, other: unknown): unknown {
  if (typeof one !== 'number' || typeof other !== 'number') return other;
  return key.startsWith('min') ? Math.max(one, other) : Math.min(one, other);
}

const SCHEMA_BY_RULE: Readonly<Record<string, (constraint: unknown) => JsonSchema>> = {
  isString: () => STRING,
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => JSON_OBJECT_REF,
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isUuid: () => ({ ...STRING, format: 'uuid' }),
  isIso8601: () => ({ ...STRING, format: 'date-time' }),
  isUrl: () => ({ ...STRING, format: 'uri' }),
  isArray: () => ({ type: 'array' }),
  isIn: enumOf,
  min: (minimum) => ({ minimum }),
  max: (maximum) => ({ maximum }),
  minLength: (minLength) => ({ minLength }),
  maxLength: (maxLength) => ({ maxLength }),
  arrayMinSize: (minItems) => ({ minItems }),
  arrayMaxSize: (maxItems) => ({ maxItems }),
  arrayUnique: () => ({ uniqueItems: true }),
  matches: (pattern) => ({ ...STRING, pattern: pattern instanceof RegExp ? pattern.source : String(pattern) }),
};

function enumOf(values: unknown): JsonSchema {
  const isText = Array.isArray(values) && values.every((value) => typeof value === 'string');
  return { ...(isText ? STRING : {}), enum: values };
}

/** A rule that is not in the table would make the document say less than the code: better to hear of it at the start. */
function ruleSchema(rule: Rule): JsonSchema {
  const toSchema = SCHEMA_BY_RULE[rule.name ?? ''];
  if (!toSchema) throw new Error(`no schema is known for the rule ${String(rule.name)} of ${rule.propertyName}`);
  const constraints = rule.constraints as readonly unknown[] | undefined;
  return toSchema(constraints?.[0]);
}
