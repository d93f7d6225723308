import { useSyncExternalStore } from 'react';

/**
 * What somebody has begun to write about an approval. It outlives a session that ends by itself, because it can do so between the
 * first word and the decision. It ends with the tab, when they sign out, and when somebody else signs in.
 */
export interface Draft {
  /** What is open; null: it was put aside. */
  readonly mode: 'deny' | 'edit' | null;
  readonly reason?: string;
  /** Of the arguments, as far as they are written. */
  readonly text?: string | undefined;
}

const NO_DRAFT: Draft = { mode: null };
const PREFIX = 'countersign.draft.';
const known = new Map<string, Draft>();
const listeners = new Set<() => void>();

function keyOf(userId: string, approvalId: string): string {
  return `${PREFIX}${userId}.${approvalId}`;
}

function read(key: string): Draft {
  const draft = known.get(key) ?? parse(sessionStorage.getItem(key));
  known.set(key, draft);
  return draft;
}

function parse(text: string | null): Draft {
  return text === null ? NO_DRAFT : (JSON.parse(text) as Draft);
}

export function writeDraft(userId: string, approvalId: string, draft: Draft): void {
  const key = keyOf(userId, approvalId);
  known.set(key, draft);
  const isEmpty = draft.mode === null && !draft.reason && draft.text === undefined;
  if (isEmpty) sessionStorage.removeItem(key);
  else store(key, draft);
  for (const tell of listeners) tell();
}

/** Larger than what the browser keeps for a tab, it lives as long as the page. */
function store(key: string, draft: Draft): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    sessionStorage.removeItem(key);
  }
}

export function removeDraft(userId: string, approvalId: string): void {
  writeDraft(userId, approvalId, NO_DRAFT);
}

/** @param userId whose are kept; absent: nobody's */
export function forgetDrafts(userId?: string): void {
  const kept = userId === undefined ? undefined : keyOf(userId, '');
  const isKept = (key: string): boolean => kept !== undefined && key.startsWith(kept);
  const stored = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  for (const key of stored) if (!isKept(key)) sessionStorage.removeItem(key);
  for (const key of known.keys()) if (!isKept(key)) known.delete(key);
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDraft(userId: string, approvalId: string): Draft {
  return useSyncExternalStore(subscribe, () => read(keyOf(userId, approvalId)));
}
