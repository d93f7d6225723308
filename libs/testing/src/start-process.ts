export interface StartProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The process is ready when this answers 2xx. Absent: at once. */
  readonly readyUrl?: string;
  readonly readyTimeoutMs?: number;
}

export interface StartedProcess {
  readonly pid: number;
  /** Everything it has written so far, stdout and stderr together. */
  readonly logs: () => string;
  /** Resolves when it has ended. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Sends the signal (default SIGTERM) and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

export async function startProcess(_options: StartProcessOptions): Promise<StartedProcess> {
  throw await Promise.resolve(new Error('startProcess is being written'));
}
