import type { Schemas } from '@countersign/api-client';

export type Decision = Schemas['DecisionBody']['decision'];
export type ApprovalView = Schemas['ApprovalView'];
/** As a list has it. */
export type ListedApproval = Schemas['ApprovalCardView'];
/** As it is alone, with all of its arguments. */
export type ShownApproval = Schemas['ApprovalDetailsView'];

export interface Entry {
  readonly approval: ListedApproval;
  /** All of it, once somebody has looked. */
  readonly details: ShownApproval | null;
  /** What was decided here, and not answered yet. */
  readonly sending: Decision | null;
}

/** How news come: by the feed, or by asking again and again. */
export type Link =
  { readonly kind: 'connecting' } | { readonly kind: 'live' } | { readonly kind: 'polling'; readonly why: string };

export type View = 'list' | 'details';

export type Mode =
  | { readonly kind: View }
  | { readonly kind: 'help'; readonly from: View }
  | { readonly kind: 'confirm'; readonly id: string; readonly from: View }
  | { readonly kind: 'reason'; readonly id: string; readonly from: View; readonly text: string }
  | { readonly kind: 'editing'; readonly id: string; readonly from: View }
  | { readonly kind: 'edited'; readonly id: string; readonly from: View; readonly edit: Edit };

export interface Edit {
  /** As it was written. */
  readonly text: string;
  readonly differences: readonly Schemas['DefinitionDifference'][];
  readonly truncated: boolean;
}

export interface Notice {
  readonly text: string;
  readonly isBad: boolean;
}

export interface InboxState {
  /** In the order in which they came: nothing moves under the hand of whoever is about to decide. */
  readonly entries: readonly Entry[];
  readonly selectedId: string | null;
  readonly mode: Mode;
  /** The first line of what is longer than the screen. */
  readonly scroll: number;
  readonly link: Link;
  /** Why the last question was not answered; null: it was. */
  readonly trouble: string | null;
  readonly notice: Notice | null;
  readonly nowMs: number;
  /** When the list was asked for last. */
  readonly askedMs: number;
  readonly hasRead: boolean;
  /** There are more than are shown. */
  readonly isCut: boolean;
  readonly isPasting: boolean;
  readonly columns: number;
  readonly rows: number;
}

export interface Key {
  /** `up`, `return`, `escape` …; empty where it has none. */
  readonly name: string;
  /** What it types. */
  readonly text: string;
  readonly ctrl: boolean;
}

export type InboxEvent =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'tick'; readonly nowMs: number }
  | { readonly kind: 'resized'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'link'; readonly link: Link }
  /** Something has happened; the list knows what. */
  | { readonly kind: 'missed' }
  | { readonly kind: 'listed'; readonly approvals: readonly ListedApproval[]; readonly isCut: boolean }
  | { readonly kind: 'unread'; readonly message: string }
  | { readonly kind: 'loaded'; readonly details: ShownApproval }
  | { readonly kind: 'gone'; readonly id: string }
  | { readonly kind: 'decided'; readonly approval: ApprovalView }
  | { readonly kind: 'refused'; readonly id: string; readonly message: string }
  | { readonly kind: 'edited'; readonly id: string; readonly edit: Edit }
  | { readonly kind: 'unedited'; readonly id: string; readonly message: string };

export type Effect =
  | { readonly kind: 'refresh' }
  | { readonly kind: 'load'; readonly id: string }
  | { readonly kind: 'edit'; readonly id: string }
  | {
      readonly kind: 'decide';
      readonly id: string;
      readonly decision: Decision;
      readonly reason?: string;
      readonly edited?: string;
    }
  | { readonly kind: 'quit' };

export interface Step {
  readonly state: InboxState;
  readonly effects: readonly Effect[];
}

export function initialState(nowMs: number, columns: number, rows: number): InboxState {
  return {
    entries: [],
    selectedId: null,
    mode: { kind: 'list' },
    scroll: 0,
    link: { kind: 'connecting' },
    trouble: null,
    notice: null,
    nowMs,
    askedMs: nowMs,
    hasRead: false,
    isCut: false,
    isPasting: false,
    columns,
    rows,
  };
}

export function findEntry(state: InboxState, id: string | null): Entry | null {
  return state.entries.find(({ approval }) => approval.id === id) ?? null;
}

export function isPending({ approval }: Entry): boolean {
  return approval.state === 'pending';
}

/** Where one looks from: what a prompt or the help covers. */
export function viewOf(mode: Mode): View {
  return 'from' in mode ? mode.from : mode.kind;
}
