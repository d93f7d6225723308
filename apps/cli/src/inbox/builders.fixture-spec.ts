import { goldenItem } from '../test-api.fixture-spec.js';
import {
  initialState,
  type InboxEvent,
  type InboxState,
  type Key,
  type ListedApproval,
  type ShownApproval,
  type Step,
} from './inbox-state.js';
import { reduceInbox } from './reduce-inbox.js';

export const NOW = '2026-11-24T10:00:00.000Z';
export const NOW_MS = Date.parse(NOW);

const HARMLESS = { title: null, description: null, annotations: { readOnlyHint: true } };
export const DESTRUCTIVE = { title: null, description: null, annotations: { destructiveHint: true } };

/** Undefined: without it. */
type More<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** One that waits, for five minutes more. */
export function anApproval(more: More<ListedApproval> = {}): ListedApproval {
  return {
    ...goldenItem('policy.list-approvals.v1'),
    state: 'pending',
    decidedBy: null,
    decidedAt: null,
    decidedVia: undefined,
    reason: null,
    argumentsEdited: false,
    requestedAt: NOW,
    expiresAt: '2026-11-24T10:05:00.000Z',
    argumentsStart: '{"id":"1"}',
    tool: HARMLESS,
    ...more,
  } as unknown as ListedApproval;
}

export function shown(more: Partial<ShownApproval> = {}): ShownApproval {
  return { ...anApproval(), arguments: '{"id":"1"}', clientGoneAt: null, ...more };
}

export function key(text: string): Key {
  return { name: /^[a-z]$/.test(text) ? text : '', text, ctrl: false };
}

export function named(name: string, ctrl = false): Key {
  return { name, text: '', ctrl };
}

/** Everything in order, with all of its effects. */
export function after(state: InboxState, ...events: readonly (InboxEvent | Key)[]): Step {
  return events.reduce<Step>(
    (step, event) => {
      const next = reduceInbox(step.state, 'kind' in event ? event : { kind: 'key', key: event });
      return { state: next.state, effects: [...step.effects, ...next.effects] };
    },
    { state, effects: [] },
  );
}

export function listed(...approvals: readonly ListedApproval[]): InboxEvent {
  return { kind: 'listed', approvals, isCut: false };
}

export function inboxOf(...approvals: readonly ListedApproval[]): InboxState {
  return after(initialState(NOW_MS, 80, 24), { kind: 'link', link: { kind: 'live' } }, listed(...approvals)).state;
}
