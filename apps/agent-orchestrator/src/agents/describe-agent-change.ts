import { AUDIT_TEXT_LENGTH_MAX } from '@countersign/contracts';
import type { Settings } from './agent-settings.js';

/** Of the instructions; what comes after them shall still be read. The versions keep them whole. */
const INSTRUCTIONS_SHOWN_MAX = 4_000;

export interface AgentDifference {
  readonly before: string | null;
  readonly after: string | null;
}

/** The settings that differ, as JSON that is cut where it is longer than an audit keeps. Null: there is no agent. */
export function describeAgentChange(before: Settings | null, after: Settings | null): AgentDifference {
  const fields = Object.keys({ ...before, ...after }) as (keyof Settings)[];
  const differing = fields.filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]));
  return { before: toText(before, differing), after: toText(after, differing) };
}

function toText(settings: Settings | null, fields: readonly (keyof Settings)[]): string | null {
  if (settings === null) return null;
  const shown = fields.map((field) => {
    const value = settings[field];
    return [field, typeof value === 'string' ? cut(value, INSTRUCTIONS_SHOWN_MAX) : value] as const;
  });
  return cut(JSON.stringify(Object.fromEntries(shown)), AUDIT_TEXT_LENGTH_MAX);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}
