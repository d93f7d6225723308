import { createContext, Script } from 'node:vm';
import { childPointer } from '@countersign/canonical-json';
import type { InputProblem } from '@countersign/contracts';
import type { Ajv, ErrorObject } from 'ajv';

export type ArgumentsCheck =
  | { readonly kind: 'valid' }
  /** Pointers begin at the arguments. */
  | { readonly kind: 'invalid'; readonly problems: readonly InputProblem[] }
  /** Nobody can say. What is to be sent only when it is valid is not sent. */
  | { readonly kind: 'uncheckable'; readonly reason: string };

/**
 * For compiling the schema and checking the arguments together: two schemas of 128 KiB take a tenth of it. Schemas are
 * written by strangers, and one with references that multiply would never be done.
 */
const CHECK_MS_MAX = 1_000;
/** A form shows them beside its fields; whoever has more than this reads the schema. */
const PROBLEMS_MAX = 20;
const MESSAGE_LENGTH_MAX = 300;

/** MCP means 2020-12 where a schema does not say; many servers still write the ones before. */
const DIALECTS = {
  'https://json-schema.org/draft/2020-12/schema': '2020-12',
  'https://json-schema.org/draft/2019-09/schema': '2019-09',
  'http://json-schema.org/draft-07/schema': 'draft-07',
} as const;
type Dialect = (typeof DIALECTS)[keyof typeof DIALECTS];

/**
 * Whether arguments are what a tool's input schema asks for.
 *
 * | schema                                 | arguments    | answer                                                    |
 * |----------------------------------------|--------------|-----------------------------------------------------------|
 * | `{"properties": {"id": {"type": "integer"}}}` | `{"id": "7"}` | invalid: `/id` `schema.type`, for nothing is coerced |
 * | `{"required": ["id"]}`                 | `{}`         | invalid: `/id` `schema.required`                          |
 * | `{"$ref": "https://example.com/a"}`    | anything     | uncheckable: nothing is fetched                           |
 * | `{"pattern": "(a+)+$"}`                | `aaaa…b`     | invalid: `schema.pattern`, in linear time                 |
 * | `{"pattern": "^(?!a)"}`                | anything     | uncheckable: only a backtracking engine knows look-around |
 *
 * Formats are annotations, as 2020-12 says. Neither schema nor arguments are changed.
 */
export async function checkArguments(schema: Record<string, unknown>, args: unknown): Promise<ArgumentsCheck> {
  const dialect = dialectOf(schema['$schema']);
  if (dialect === null) return uncheckable('it is written in a dialect of JSON Schema that is not known here');
  // A validator of such a schema answers with a promise, which is true for whoever forgets to wait for it.
  if (schema['$async'] !== undefined) return uncheckable('it asks to be checked asynchronously');
  const create = await loadAjv(dialect);
  // From here on nothing is waited for, so that checks that come together share one validator.
  const { ajv, uses } = kept.get(dialect) ?? newValidator(create);
  // Whatever ends in the middle of a schema leaves it in a state that nobody knows, so it is kept only when it is done.
  kept.delete(dialect);
  try {
    const check = withinMs(CHECK_MS_MAX, () => {
      const validate = ajv.compile(schema);
      const isValid: unknown = validate(args);
      return isValid === true ? VALID : { kind: 'invalid' as const, problems: toProblems(validate.errors ?? []) };
    });
    // A schema without an `$id` stands under the empty one, where `#` finds it.
    ajv.removeSchema('');
    if (uses < USES_MAX && !hasIds(schema)) kept.set(dialect, { ajv, uses: uses + 1 });
    return check;
  } catch (error) {
    if (isTimeOut(error)) return uncheckable(`checking takes longer than ${CHECK_MS_MAX} ms`);
    return uncheckable(error instanceof Error ? error.message.slice(0, MESSAGE_LENGTH_MAX) : 'it cannot be read');
  }
}

/** Such a schema has told the validator what a URI means, its own dialect's perhaps, which is not to hold for another one. */
function hasIds(schema: Record<string, unknown>): boolean {
  return JSON.stringify(schema).includes('"$id"');
}

function dialectOf(uri: unknown): Dialect | null {
  if (uri === undefined) return '2020-12';
  const known = typeof uri === 'string' ? uri.replace(/#$/, '') : '';
  return Object.hasOwn(DIALECTS, known) ? DIALECTS[known as keyof typeof DIALECTS] : null;
}

const VALID = { kind: 'valid' } as const;

/** They know the dialect's own schema, whose compilation takes longer than most others', and no other one. */
const kept = new Map<Dialect, Validator>();

interface Validator {
  readonly ajv: Ajv;
  readonly uses: number;
}

/** Each keeps a little of every schema that it has seen, for ever. */
const USES_MAX = 100;

/** What it compiles of its own is nobody's schema, and not a part of anybody's time. */
function newValidator(create: () => Ajv): Validator {
  const ajv = create();
  void ajv.validateSchema({});
  return { ajv, uses: 0 };
}

/** Loaded when it is first needed. */
async function loadAjv(dialect: Dialect): Promise<() => Ajv> {
  const { linearPatterns } = await import('./linear-patterns.js');
  const options = {
    // What a schema says beyond the standard is not an error of the arguments.
    strict: false,
    allErrors: true,
    validateFormats: false,
    // A required `toString` is not there by inheritance.
    ownProperties: true,
    logger: false,
    code: { regExp: linearPatterns },
  } as const;
  switch (dialect) {
    case '2020-12': {
      const { Ajv2020 } = await import('ajv/dist/2020.js');
      return () => new Ajv2020(options);
    }
    case '2019-09': {
      const { Ajv2019 } = await import('ajv/dist/2019.js');
      return () => new Ajv2019(options);
    }
    case 'draft-07': {
      const draft07 = await import('ajv');
      return () => new draft07.Ajv(options);
    }
  }
}

const RUN = new Script('run()');

/** The engine itself ends it, in the middle of whatever it does, which no timer could. */
function withinMs<T>(timeout: number, work: () => T): T {
  const box: { result?: T } = {};
  const run = (): void => {
    box.result = work();
  };
  RUN.runInContext(createContext({ run }), { timeout });
  return box.result as T;
}

/** By its code alone: the engine's own errors may be of another realm. */
function isTimeOut(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function toProblems(errors: readonly ErrorObject[]): InputProblem[] {
  return errors.slice(0, PROBLEMS_MAX).map((error) => ({
    pointer: pointerOf(error),
    code: `schema.${error.keyword}`,
    message: (error.message ?? 'is not what the schema asks for').slice(0, MESSAGE_LENGTH_MAX),
  }));
}

/** A member that is missing, or should not be there, is pointed at itself. */
function pointerOf({ instancePath, params }: ErrorObject): string {
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Record<string, unknown>;
  const member = missingProperty ?? additionalProperty ?? unevaluatedProperty;
  return typeof member === 'string' ? childPointer(instancePath, member) : instancePath;
}

function uncheckable(reason: string): ArgumentsCheck {
  return { kind: 'uncheckable', reason: `the tool's input schema cannot be used: ${reason}` };
}
