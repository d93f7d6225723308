/**
 * Arguments that a tool wants in HTTP headers too (revision 2026-07-28, Streamable HTTP, "Custom Headers from Tool
 * Parameters"; SEP-2243).
 *
 * | in the `inputSchema`                                | sent with `{"region":"eu","size":{"rows":3}}` |
 * |-----------------------------------------------------|-----------------------------------------------|
 * | `region: {type: "string", "x-mcp-header": "Region"}` | `Mcp-Param-Region: eu`                       |
 * | the same, and `{"region":null}` or no region         | nothing                                      |
 * | `size.rows: {type: "integer", "x-mcp-header": "N"}`  | `Mcp-Param-N: 3`                             |
 * | the same under `items`, `anyOf`, `$defs` …           | invalid: the tool cannot be called           |
 */
import { headerValue } from '@countersign/tool-name';

export interface MirroredParameter {
  /** The chain of `properties` keys from the root. */
  readonly path: readonly string[];
  /** In lower case: `mcp-param-region`. */
  readonly header: string;
}

/** `invalid`: why the definition breaks the rules of the revision, for people and models. */
export type Mirroring = { readonly parameters: readonly MirroredParameter[] } | { readonly invalid: string };

const ANNOTATION = 'x-mcp-header';
/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const TYPES: readonly unknown[] = ['string', 'integer', 'boolean'];
/** Keywords with schemas in them through which no annotation may be reached. */
const SCHEMAS = new Set(
  (
    'items prefixItems contains additionalProperties unevaluatedProperties unevaluatedItems propertyNames ' +
    'oneOf anyOf allOf not if then else'
  ).split(' '),
);
/** The same, where the schemas have names of their own. */
const NAMED_SCHEMAS = new Set('patternProperties dependentSchemas $defs definitions'.split(' '));

class InvalidAnnotationError extends Error {}

export function readMirroring(inputSchema: unknown): Mirroring {
  const parameters: MirroredParameter[] = [];
  try {
    collect(inputSchema, [], parameters);
  } catch (error) {
    if (error instanceof InvalidAnnotationError) return { invalid: error.message };
    throw error;
  }
  const headers = new Set(parameters.map(({ header }) => header));
  if (headers.size < parameters.length) return { invalid: 'two of its parameters are to be sent in one header' };
  return { parameters };
}

/** `path` null: beyond the chain of `properties`, where an annotation is against the rules. */
function collect(schema: unknown, path: readonly string[] | null, found: MirroredParameter[]): void {
  if (!isRecord(schema)) return;
  if (Object.hasOwn(schema, ANNOTATION)) found.push(toParameter(schema, path));
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties') collectNamed(value, path, found);
    else if (NAMED_SCHEMAS.has(keyword)) collectNamed(value, null, found);
    else if (SCHEMAS.has(keyword)) for (const branch of [value].flat()) collect(branch, null, found);
  }
}

function collectNamed(schemas: unknown, path: readonly string[] | null, found: MirroredParameter[]): void {
  if (!isRecord(schemas)) return;
  for (const [name, schema] of Object.entries(schemas)) collect(schema, path && [...path, name], found);
}

function toParameter(schema: Readonly<Record<string, unknown>>, path: readonly string[] | null): MirroredParameter {
  const name = schema[ANNOTATION];
  if (path === null || path.length === 0) {
    throw new InvalidAnnotationError('a header is asked for where no single argument can be meant');
  }
  if (typeof name !== 'string' || !TOKEN.test(name)) {
    throw new InvalidAnnotationError('a parameter is to be sent in a header whose name is none');
  }
  if (!TYPES.includes(schema['type'])) {
    throw new InvalidAnnotationError(`only strings, integers and booleans can be sent in a header, for ${name} too`);
  }
  return { path, header: `mcp-param-${name.toLowerCase()}` };
}

/** The headers for what is really sent. What has no value, or none that a header can hold, has no header. */
export function mirrorArguments(
  parameters: readonly MirroredParameter[],
  argumentsText: string,
): Readonly<Record<string, string>> {
  if (parameters.length === 0) return {};
  const args: unknown = JSON.parse(argumentsText);
  const headers = parameters.flatMap(({ path, header }): [string, string][] => {
    const text = mirroredText(args, path);
    return text === null ? [] : [[header, headerValue(text)]];
  });
  return Object.fromEntries(headers);
}

/** Null: there is nothing to be sent in a header. */
export function mirroredText(args: unknown, path: readonly string[]): string | null {
  return toText(valueAt(args, path));
}

function valueAt(args: unknown, path: readonly string[]): unknown {
  let value = args;
  for (const key of path) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** Null: absent, or not a value of the kinds that are mirrored; the server checks the body itself. */
function toText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
