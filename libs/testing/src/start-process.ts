import { spawn } from 'node:child_process';
import { eventually } from './eventually.js';

export interface StartProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The process is ready when a GET of this is answered with 2xx. Absent: at once. */
  readonly readyUrl?: string;
  readonly readyTimeoutMs?: number;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface StartedProcess {
  readonly pid: number;
  /** Everything it has written so far, stdout and stderr together. */
  readonly logs: () => string;
  /** Resolves when it has ended. */
  readonly exited: Promise<ProcessEnd>;
  /** Sends the signal (default SIGTERM) and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<ProcessEnd>;
}

/** A service on a busy machine needs several seconds to load its modules. */
const READY_TIMEOUT_MS = 30_000;
/** An answer to a readiness probe that takes longer is none. */
const PROBE_TIMEOUT_MS = 2_000;

/** Starts a child process and waits until it is ready; fails with its output if it ends before. */
export async function startProcess(options: StartProcessOptions): Promise<StartedProcess> {
  const child = spawn(options.command, options.args, {
    env: { ...process.env, ...options.env },
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const exited = new Promise<ProcessEnd>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<ProcessEnd> => {
    child.kill(signal);
    return exited;
  };
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  try {
    await waitUntilReady(options, hasEnded);
  } catch (cause) {
    await stop('SIGKILL');
    throw new Error(`${options.command} ${options.args.join(' ')} did not become ready:\n${output}`, { cause });
  }
  return { pid: child.pid ?? 0, logs: () => output, exited, stop };
}

async function waitUntilReady(options: StartProcessOptions, hasEnded: () => boolean): Promise<void> {
  const { readyUrl, readyTimeoutMs = READY_TIMEOUT_MS } = options;
  if (readyUrl === undefined) return;
  const probe = async (): Promise<void> => {
    if (hasEnded()) return;
    const response = await fetch(readyUrl, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`${readyUrl} answers ${response.status}`);
  };
  await eventually(probe, { timeoutMs: readyTimeoutMs });
  if (hasEnded()) throw new Error('it ended');
}
