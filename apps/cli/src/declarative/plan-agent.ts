import { type ClearableAgentField, CLEARABLE_AGENT_FIELDS } from '@countersign/contracts';
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

/** What the API takes: null in the file is a field to clear, and nothing to say where there is no agent yet. */
export function toAgentBody(stored: StoredAgent | undefined, form: AgentForm): Record<string, unknown> {
  const changed = stored ? changedFields(form, diffAgent(stored, form)) : form;
  const given = Object.entries(changed).filter(([, value]) => value !== null);
  const cleared = CLEARABLE_AGENT_FIELDS.filter((field) => isCleared(changed, field));
  return { ...Object.fromEntries(given), ...(stored && cleared.length > 0 && { clear: cleared }) };
}

function isCleared(changed: Partial<AgentForm>, field: ClearableAgentField): boolean {
  return changed[field] === null;
}

/** A default that the file asks for by null has a value once it is stored: that one is no difference. */
function diffAgent({ form: current }: StoredAgent, form: AgentForm): ReturnType<typeof diffFields> {
  const isDefaulted = (field: string): boolean => DEFAULTED.has(field) && Reflect.get(form, field) === null;
  return diffFields(current, form, WHOLE).filter(({ field }) => !isDefaulted(field));
}

/** What the deployment's default is cannot be read: null for these says that any value is fine. */
const DEFAULTED: ReadonlySet<string> = new Set(['provider', 'model', 'turnsMax', 'parallelCallsMax', 'strictness']);
