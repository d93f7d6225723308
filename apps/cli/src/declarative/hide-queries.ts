import type { FieldChange } from './diff-fields.js';
import type { Plan } from './plan.js';

const ADDRESSES: ReadonlySet<string> = new Set(['url']);

/** The plan to show: the query of an address can hold a key, which other people's files do. */
export function hideQueries(plan: Plan): Plan {
  const items = plan.items.map((item) => ({ ...item, fields: item.fields.map(hideQuery) }));
  return { ...plan, items };
}

function hideQuery({ field, before, after }: FieldChange): FieldChange {
  if (!ADDRESSES.has(field)) return { field, before, after };
  return { field, before: hide(before), after: hide(after) };
}

function hide(url: string | null): string | null {
  return url === null ? null : url.replace(/\?[^"]*/, '?…');
}
