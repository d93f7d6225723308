export interface FaultProxy {
  readonly port: number;
  /** Holds every chunk back by this long, in both directions. */
  setDelay(delayMs: number): void;
  /** Resets every open connection; `refuse` also refuses new ones. */
  cut(options?: { readonly refuse?: boolean }): void;
  /** Keeps connections open but passes nothing on any more, as a vanished host does. */
  freeze(): void;
  /** Passes on this many more bytes of answers on each connection and then resets it. */
  truncateAnswers(bytes: number): void;
  /** Back to passing everything on. */
  heal(): void;
  close(): Promise<void>;
}

/** A TCP proxy on a port of its own in front of a target, which can fail in the ways networks do. */
export async function startFaultProxy(_target: { host: string; port: number }): Promise<FaultProxy> {
  throw await Promise.resolve(new Error('startFaultProxy is being written'));
}
