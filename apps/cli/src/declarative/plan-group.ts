import { changedFields, diffFields, type FieldChange, newFields } from './diff-fields.js';
import type { GroupForm } from './manifest.js';
import type { PlanOptions, PlanPart } from './plan.js';
import type { StoredGroup } from './workspace-state.js';
import { withoutFields } from './without-fields.js';

/** `description` is absent where it stays; addresses are as the file or the workspace spells them. */
export interface GroupWrite {
  readonly description?: string;
  readonly add: readonly string[];
  readonly drop: readonly string[];
}

/** Members are there or not, whatever their order; who is not named leaves with `prune` alone. */
export function toGroupWrite(stored: StoredGroup | undefined, form: GroupForm, { prune }: PlanOptions): GroupWrite {
  const { members, ...rest } = form;
  const there = new Set((stored?.form.members ?? []).map(toKey));
  const named = new Set((members ?? []).map(toKey));
  const change = stored ? changedFields(rest, diffFields(stored.form, rest)) : rest;
  return {
    ...change,
    add: (members ?? []).filter((email) => !there.has(toKey(email))),
    drop: members && prune ? (stored?.form.members ?? []).filter((email) => !named.has(toKey(email))) : [],
  };
}

export function planGroup(
  name: string,
  stored: StoredGroup | undefined,
  form: GroupForm,
  options: PlanOptions,
): PlanPart {
  const rest = withoutFields(form, 'members');
  const { add, drop } = toGroupWrite(stored, form, options);
  const fields = [
    ...(stored ? diffFields(stored.form, rest) : newFields(rest)),
    ...add.map((email): FieldChange => ({ field: 'member', before: null, after: email })),
    ...drop.map((email): FieldChange => ({ field: 'member', before: email, after: null })),
  ];
  if (stored && fields.length === 0) return { items: [] };
  const notes = stored || add.length > 0 ? [] : ['nobody can decide for a group without members'];
  return { items: [{ action: stored ? 'update' : 'create', kind: 'group', name, fields, notes }] };
}

export function toKey(email: string): string {
  return email.toLowerCase();
}
