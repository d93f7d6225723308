import type { ToolDefinition } from './tool.js';

export const FAULT_MODES = ['http-500', 'jsonrpc-error', 'reset', 'hang'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];
export const FAULT_METHODS = ['tools/call', 'tools/list'] as const;

/** How the server misbehaves, and when. */
export interface Fault {
  readonly mode: FaultMode;
  /** `after`: the tool has run, and its answer is lost. */
  readonly when: 'before' | 'after';
  readonly method: (typeof FAULT_METHODS)[number];
  /** Only calls of this listed name. */
  readonly tool?: string;
  /** How many times more; without it, until it is switched off. */
  readonly times?: number;
}

export interface Switches {
  /** Own name → listed name. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
  /** Own name → what is put over its definition. */
  readonly changed: Readonly<Record<string, Partial<ToolDefinition>>>;
  /** Own names that are listed a second time, with another description. */
  readonly duplicated: readonly string[];
  readonly emptyListing: boolean;
  readonly fault: Fault | null;
  /** A call waits this long before its tool runs; a cancelled one does not run. */
  readonly delayMs: number;
  /** Everything on /mcp without this header is answered 401. */
  readonly requireHeader: { readonly name: string; readonly value: string } | null;
  /** Whether a legacy client is given a session. */
  readonly sessions: boolean;
}

export const ALL_OFF: Switches = {
  renamed: {},
  removed: [],
  changed: {},
  duplicated: [],
  emptyListing: false,
  fault: null,
  delayMs: 0,
  requireHeader: null,
  sessions: true,
};

/** The switches as they are now; whoever needs them reads `current` at the moment of need. */
export class SwitchBoard {
  current: Switches = ALL_OFF;

  /** The fault that strikes this request, if any; one that is counted is counted down. */
  takeFault(method: string, tool: string | undefined): Fault | null {
    const { fault } = this.current;
    if (!fault || fault.method !== method || (fault.tool !== undefined && fault.tool !== tool)) return null;
    if (fault.times === undefined) return fault;
    this.current = { ...this.current, fault: fault.times > 1 ? { ...fault, times: fault.times - 1 } : null };
    return fault;
  }
}
