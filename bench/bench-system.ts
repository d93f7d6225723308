import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export const ROOT = join(import.meta.dirname, '..');
/** Beside the ports of a started system (7400) and of the end-to-end tests (16000); below 32768. */
const PORT_BASE = Number(process.env['COUNTERSIGN_PORT_BASE'] ?? 18_000);
const TRACKER_ADMIN_OFFSET = 51;
/** Behind what the system takes; see `profile-router.ts`. */
const INSPECTOR_OFFSET = 60;
const ORCHESTRATOR_HEALTH_OFFSET = 13;
const NATS_OFFSET = 22;
const POSTGRES_OFFSET = 32;
const READY_TIMEOUT_MS = 120_000;
/** The supervisor gives each of its children 15 s at most, one after another; they take a few seconds in all. */
const STOP_TIMEOUT_MS = 60_000;
/** Some twenty lines. */
const LOG_TAIL_LENGTH = 4_000;
const PASSWORDS = join('secrets', 'passwords.json');
const READY = 'Countersign is ready';

/** What `npm start` leaves for scripts, as far as it is needed here. */
interface DevFile {
  readonly apiUrl: string;
  readonly mcpUrl: string;
  readonly adminEmail: string;
  readonly adminPassword: string;
  readonly adminToken: string;
  readonly approverToken: string;
  readonly mcpToken: string;
  readonly upstreams: readonly { readonly slug: string; readonly url: string }[];
}

/** The whole system, as `npm start` brings it up, in a temporary home. */
export class BenchSystem {
  private readonly home = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  private supervisor: ChildProcess | undefined;
  private output = '';

  constructor() {
    // PostgreSQL's own user must be able to walk to its data when root runs this.
    chmodSync(this.home, 0o711);
  }

  get dev(): DevFile {
    return this.readHome<DevFile>('dev.json');
  }

  get trackerUrl(): string {
    const tracker = this.dev.upstreams.find(({ slug }) => slug === 'Tracker');
    if (!tracker) throw new Error('the demo tracker is not registered');
    return tracker.url;
  }

  get trackerAdminUrl(): string {
    return `http://127.0.0.1:${PORT_BASE + TRACKER_ADMIN_OFFSET}`;
  }

  /** Where a process of the system listens for an inspector, once it is asked to with SIGUSR1. */
  get inspectorPort(): number {
    return PORT_BASE + INSPECTOR_OFFSET;
  }

  /** Name → pid of everything that runs. */
  get pids(): Readonly<Record<string, number>> {
    return this.readHome<{ children: Record<string, number> }>('run.json').children;
  }

  pidOf(name: string): number {
    const pid = this.pids[name];
    if (pid === undefined) throw new Error(`nothing called ${name} runs`);
    return pid;
  }

  /** As its superuser. */
  get databaseUrl(): string {
    const { postgres } = this.readHome<{ postgres: string }>(PASSWORDS);
    return `postgres://postgres:${postgres}@127.0.0.1:${PORT_BASE + POSTGRES_OFFSET}/countersign`;
  }

  /** As the user who may see every stream. */
  get bootstrapBus(): { readonly url: string; readonly password: string } {
    const { bootstrapBus: password } = this.readHome<{ bootstrapBus: string }>(PASSWORDS);
    return { url: `nats://127.0.0.1:${PORT_BASE + NATS_OFFSET}`, password };
  }

  async isOrchestratorReady(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${PORT_BASE + ORCHESTRATOR_HEALTH_OFFSET}/health/ready`).then(
      ({ ok }) => ok,
      // It does not listen yet.
      () => false,
    );
  }

  /** Resolves when it is ready, with the seconds that took. `env`: what only this start wants. @throws Error with what it said */
  async start(env: Readonly<Record<string, string>> = {}): Promise<number> {
    const startedAt = performance.now();
    this.output = '';
    const child = spawn(
      process.execPath,
      [
        '--experimental-transform-types',
        '--disable-warning=ExperimentalWarning',
        join(ROOT, 'tools', 'supervisor', 'start.ts'),
      ],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          COUNTERSIGN_HOME: this.home,
          COUNTERSIGN_PORT_BASE: String(PORT_BASE),
          NODE_OPTIONS: `--inspect-port=127.0.0.1:${this.inspectorPort}`,
          // One token asks for all there is; what is measured is the router and not its patience with one caller.
          CALLS_PER_SECOND_MAX: '1000000',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.supervisor = child;
    await this.untilReady(child);
    return (performance.now() - startedAt) / 1_000;
  }

  /** Ends every process in order; the data stays. */
  async stop(): Promise<void> {
    const child = this.supervisor;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const cut = setTimeout(() => {
      process.stderr.write(`bench: the system did not end in order; look for processes of ${this.home}\n`);
      child.kill('SIGKILL');
    }, STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(cut);
  }

  /** The end of what the services said, for the message of a failure. */
  logTail(): string {
    const file = join(this.home, 'logs', 'countersign.log');
    return existsSync(file) ? readFileSync(file, 'utf8').slice(-LOG_TAIL_LENGTH) : '';
  }

  erase(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private untilReady(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}. It said:\n${this.output.slice(-4_000)}`));
      const timer = setTimeout(
        () => fail(`the system was not ready within ${READY_TIMEOUT_MS / 1_000} s`),
        READY_TIMEOUT_MS,
      );
      const read = (chunk: Buffer): void => {
        this.output += chunk.toString();
        if (process.env['BENCH_DEBUG']) process.stderr.write(chunk);
        if (!this.output.includes(READY)) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail(`the system ended with ${code} before it was ready`);
      });
    });
  }

  private readHome<T>(file: string): T {
    return JSON.parse(readFileSync(join(this.home, file), 'utf8')) as T;
  }
}
