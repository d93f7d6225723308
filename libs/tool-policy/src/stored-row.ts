import type { DocumentProblem } from './document-reader.js';
import { isRecord } from './document-reader.js';
import { healToolPolicy } from './heal-tool-policy.js';
import type { ToolPolicy } from './tool-policy.js';

export interface ReadableRow {
  readonly kind: 'readable';
  readonly policy: ToolPolicy;
  /** The stored document is not in its full form yet. */
  readonly isHealed: boolean;
}

/** Kept exactly as it is: its tool is denied, and nothing but a person changes it. */
export interface UnreadableRow {
  readonly kind: 'unreadable';
  /** Null where even the name cannot be told. */
  readonly toolName: string | null;
  readonly ordinal: number;
  readonly raw: unknown;
  readonly problem: DocumentProblem;
}

export type StoredRow = ReadableRow | UnreadableRow;

/** What the table knows about a row beside its document. */
export interface RowKey {
  /** The name by which the row is keyed; absent where the document is all there is. */
  readonly toolName?: string;
  /** The place of the row in its list. */
  readonly ordinal: number;
}

/**
 * Reads one row. A document that speaks of another tool than its key is unreadable: applying it would give one tool what
 * was decided for another. Never throws.
 */
export function readStoredRow(raw: unknown, key: RowKey): StoredRow {
  const healed = healToolPolicy(raw, key.ordinal);
  if (!healed.ok) return unreadable(raw, key, healed.problem);
  if (key.toolName !== undefined && key.toolName !== healed.policy.toolName) {
    return unreadable(raw, key, { pointer: '/toolName', message: 'is not the name that the row is stored under' });
  }
  return { kind: 'readable', policy: healed.policy, isHealed: healed.isHealed };
}

/** A row that was just written in full. */
export function readableRow(policy: ToolPolicy): ReadableRow {
  return { kind: 'readable', policy, isHealed: false };
}

export function toolNameOf(row: StoredRow): string | null {
  return row.kind === 'readable' ? row.policy.toolName : row.toolName;
}

export function ordinalOf(row: StoredRow): number {
  return row.kind === 'readable' ? row.policy.ordinal : row.ordinal;
}

/**
 * Rows by tool name. Should two rows claim one name, the unreadable one wins: it denies.
 */
export function rowsByName(rows: readonly StoredRow[]): ReadonlyMap<string, StoredRow> {
  const byName = new Map<string, StoredRow>();
  for (const row of rows) {
    const name = toolNameOf(row);
    if (name !== null && byName.get(name)?.kind !== 'unreadable') byName.set(name, row);
  }
  return byName;
}

/** The sentence that people see: which integration, which row, what is wrong. The stored values stay out of it. */
export function describeUnreadableRow(integrationSlug: string, row: UnreadableRow): string {
  const name = row.toolName === null ? 'without a readable name' : `of tool ${quoteName(row.toolName)}`;
  const place = row.problem.pointer === '' ? 'the document' : row.problem.pointer;
  return `Integration ${integrationSlug}: the stored policy ${name} (row ${row.ordinal}) cannot be read: ${place} ${row.problem.message}. The tool is denied until it is repaired.`;
}

function unreadable(raw: unknown, key: RowKey, problem: DocumentProblem): UnreadableRow {
  return { kind: 'unreadable', toolName: key.toolName ?? nameIn(raw), ordinal: key.ordinal, raw, problem };
}

function nameIn(raw: unknown): string | null {
  if (!isRecord(raw)) return null;
  const name = raw['toolName'] ?? raw['name'];
  return typeof name === 'string' && name !== '' ? name : null;
}

/** Printable ASCII only: a name may hold line breaks, bidi controls or look-alikes. */
function quoteName(name: string): string {
  const escaped = JSON.stringify(name).replace(
    /[^\x20-\x7e]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16).toUpperCase() ?? ''}}`,
  );
  return escaped;
}
