import { canonicalJson } from '@countersign/canonical-json';

/** As people read it: text as JSON text, secrets never. */
export interface FieldChange {
  readonly field: string;
  /** Null: there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What a file would change about an object, field by field: what the file leaves out is no change. Lists and what is named in
 * `whole` are replaced as they are; other objects are compared inside.
 */
export function diffFields(
  current: object,
  wanted: object,
  whole: ReadonlySet<string> = new Set(),
  at = '',
): FieldChange[] {
  return Object.entries(wanted).flatMap(([name, after]: [string, unknown]) => {
    const before: unknown = Reflect.get(current, name);
    const field = at + name;
    if (isObject(after) && !whole.has(field))
      return diffFields(isObject(before) ? before : {}, after, whole, `${field}.`);
    const change = { field, before: show(before), after: show(after) };
    return change.before === change.after ? [] : [change];
  });
}

/** The fields of the first level that are in a change. */
export function changedFields<T extends object>(wanted: T, changes: readonly FieldChange[]): Partial<T> {
  const names = new Set(changes.map(({ field }) => field.split('.')[0]));
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => names.has(name))) as Partial<T>;
}

/** Everything that is set, as changes from nothing. */
export function newFields(wanted: object): FieldChange[] {
  return diffFields({}, wanted).filter(({ after }) => after !== null);
}

function show(value: unknown): string | null {
  return value === undefined || value === null ? null : canonicalJson(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
