import type { Schemas } from '@countersign/api-client';
import { CLEARABLE_AGENT_FIELDS } from '@countersign/contracts';
import { changedFields, diffFields, newFields } from './diff-fields.js';
import type { AgentForm } from './manifest.js';
import type { PlanPart } from './plan.js';
import type { StoredAgent } from './workspace-state.js';

/** Replaced as a whole, as the API does. */
const WHOLE: ReadonlySet<string> = new Set(['parameters', 'tools']);

export function planAgent(name: string, stored: StoredAgent | undefined, form: AgentForm): PlanPart {
  const fields = stored ? diffAgent(stored, form) : newFields(form);
  if (stored && fields.length === 0) return { items: [] };
  return { items: [{ action: stored ? 'update' : 'create', kind: 'agent', name, fields, notes: [] }] };
}

/** What the API takes: null in the file is a field to clear. */
export function toAgentChange(stored: StoredAgent, form: AgentForm): Schemas['UpdateAgentBody'] {
  const changed = changedFields(form, diffAgent(stored, form));
  const cleared = CLEARABLE_AGENT_FIELDS.filter((field) => changed[field] === null);
  return { ...withoutNulls(changed), ...(cleared.length > 0 && { clear: cleared }) };
}

/** Where there is no agent yet, null is nothing to say. */
export function toNewAgent(name: string, { instructions, ...settings }: AgentForm): Schemas['CreateAgentBody'] {
  return { name, instructions, ...withoutNulls(settings) };
}

type WithoutNulls<T> = { [K in keyof T]: Exclude<T[K], null> };

function withoutNulls<T extends object>(fields: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as WithoutNulls<T>;
}

/** A default that the file asks for by null has a value once it is stored: that one is no difference. */
function diffAgent({ form: current }: StoredAgent, form: AgentForm): ReturnType<typeof diffFields> {
  const isDefaulted = (field: string): boolean => DEFAULTED.has(field) && Reflect.get(form, field) === null;
  return diffFields(current, form, WHOLE).filter(({ field }) => !isDefaulted(field));
}

/** What the deployment's default is cannot be read: null for these says that any value is fine. */
const DEFAULTED: ReadonlySet<string> = new Set(['provider', 'model', 'turnsMax', 'parallelCallsMax', 'strictness']);
