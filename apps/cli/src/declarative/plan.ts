import type { FieldChange } from './diff-fields.js';

export const KINDS = [
  'approval settings',
  'group',
  'integration',
  'policy of',
  'tools of',
  'agent',
  'webhook',
] as const;
export type Kind = (typeof KINDS)[number];

/** One thing that is made, changed or removed; a tool is part of the one write that its integration's tools get. */
export interface PlanItem {
  readonly action: 'create' | 'update' | 'remove';
  readonly kind: Kind;
  /** Of the group, the agent, the webhook; the slug of an integration. */
  readonly name: string;
  readonly fields: readonly FieldChange[];
  /** What a person should know before they say yes. */
  readonly notes: readonly string[];
  readonly tools?: readonly ToolChange[];
}

export interface ToolChange {
  readonly action: 'update' | 'remove';
  readonly name: string;
  readonly fields: readonly FieldChange[];
}

/** Of the file, and not possible now: said every time, and done by the same file once it is. */
export interface Pending {
  readonly kind: Kind;
  readonly name: string;
  readonly tools?: readonly string[];
  readonly reason: string;
}

export interface Plan {
  readonly items: readonly PlanItem[];
  readonly pending: readonly Pending[];
  /** What the file does not name and `--prune` would remove. */
  readonly unnamed: readonly { readonly kind: Kind; readonly name: string }[];
  /** Integrations and webhooks whose credentials stay as they are: whether the file's are others cannot be known. */
  readonly uncompared: readonly { readonly kind: Kind; readonly name: string }[];
}

export interface PlanOptions {
  /** Remove what the file does not name, in the sections that it has. */
  readonly prune: boolean;
  /** Set every credential of the file again: whether one is another cannot be known. */
  readonly setCredentials: boolean;
}

/** What one part of a plan comes to. */
export interface PlanPart {
  readonly items: readonly PlanItem[];
  readonly pending?: readonly Pending[];
}

/** Names that several have, and which therefore name none of them. */
export function findAmbiguous(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}
