/** What is wrong with a stored document, and where (RFC 6901 JSON pointer). Never holds the value itself. */
export interface DocumentProblem {
  readonly pointer: string;
  readonly message: string;
}

export type JsonRecord = Readonly<Record<string, unknown>>;

type Guard<T> = (value: unknown) => value is T;

/**
 * Reads the fields of a stored document. A field of the wrong type is a problem, never a default: a decision that cannot
 * be read must not become an opening. `isHealed` says that the document is not in its full form.
 */
export class DocumentReader {
  problem: DocumentProblem | null = null;
  isHealed = false;

  constructor(
    private readonly document: JsonRecord,
    private readonly base = '',
  ) {}

  /** A field with a default: only absence is healed, null is a decision that somebody lost. */
  withDefault<T>(field: string, guard: Guard<T>, expected: string, fallback: T): T {
    if (!Object.hasOwn(this.document, field)) {
      this.isHealed = true;
      return fallback;
    }
    return this.checked(field, guard, expected) ?? fallback;
  }

  /** A field that may be absent; null is how some writers spell that. */
  optional<T>(field: string, guard: Guard<T>, expected: string): T | undefined {
    if (!Object.hasOwn(this.document, field)) return undefined;
    if (this.document[field] === null) {
      this.isHealed = true;
      return undefined;
    }
    return this.checked(field, guard, expected);
  }

  nested(field: string): DocumentReader | undefined {
    const value = this.optional(field, isRecord, 'an object');
    return value && new DocumentReader(value, `${this.base}/${field}`);
  }

  absorb(inner: DocumentReader): void {
    this.problem ??= inner.problem;
    this.isHealed ||= inner.isHealed;
  }

  /** What this version does not know is kept. */
  unknownFields(known: readonly string[]): JsonRecord {
    return Object.fromEntries(Object.entries(this.document).filter(([field]) => !known.includes(field)));
  }

  private checked<T>(field: string, guard: Guard<T>, expected: string): T | undefined {
    const value = this.document[field];
    if (guard(value)) return value;
    this.problem ??= { pointer: `${this.base}/${field}`, message: `is ${kindOf(value)}, expected ${expected}` };
    return undefined;
  }
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function isOneOf<T extends string>(values: readonly T[]): Guard<T> {
  return (value): value is T => values.some((allowed) => allowed === value);
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Drops what is undefined, so that an optional field is either there or not. */
export function presentFields<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export function omitField<T extends object, K extends keyof T>(document: T, field: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== field)) as Omit<T, K>;
}
