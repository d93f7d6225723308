import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** What `npm start` writes for scripts. */
export interface DevFile {
  readonly webUrl: string;
  readonly apiUrl: string;
  readonly mcpUrl: string;
  readonly adminEmail: string;
  readonly adminPassword: string;
  readonly adminToken: string;
  readonly approverToken: string;
  readonly mcpToken: string;
  readonly workspaceId: string;
  readonly upstreams: readonly { readonly slug: string; readonly url: string }[];
}

export const ROOT = path.join(import.meta.dirname, '..', '..', '..', '..');
const SUPERVISOR = path.join(ROOT, 'tools', 'supervisor', 'start.ts');
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 40_000;
/** Two suites on one machine never meet: each takes 100 ports of its own, all below 32768. */
const PORT_BASE = 16_000;
const PORTS_PER_SUITE = 100;

/** The whole system, as `npm start` brings it up: real processes, real Postgres, real NATS, in a home of its own. */
export class RunningSystem {
  private supervisor: ChildProcess | undefined;
  private output = '';

  private constructor(
    readonly home: string,
    readonly portBase: number,
  ) {}

  static async start(suite: number, env: NodeJS.ProcessEnv = {}): Promise<RunningSystem> {
    const home = mkdtempSync(path.join(tmpdir(), 'countersign-e2e-'));
    // PostgreSQL's own user must be able to walk to its data when the tests run as root.
    chmodSync(home, 0o711);
    const system = new RunningSystem(home, PORT_BASE + suite * PORTS_PER_SUITE);
    await system.launch(env);
    return system;
  }

  get dev(): DevFile {
    return JSON.parse(readFileSync(path.join(this.home, 'dev.json'), 'utf8')) as DevFile;
  }

  /** How the demo tracker is asked what it was sent. */
  get trackerAdminUrl(): string {
    return `http://127.0.0.1:${this.portBase + 51}`;
  }

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, COUNTERSIGN_HOME: this.home, COUNTERSIGN_PORT_BASE: String(this.portBase) };
  }

  /** The pids of everything that runs, the supervisor among them. */
  get pids(): number[] {
    const record = JSON.parse(readFileSync(path.join(this.home, 'run.json'), 'utf8')) as {
      supervisor: number;
      children: Record<string, number>;
    };
    return [record.supervisor, ...Object.values(record.children)];
  }

  pidOf(name: string): number {
    const record = JSON.parse(readFileSync(path.join(this.home, 'run.json'), 'utf8')) as {
      children: Record<string, number>;
    };
    const pid = record.children[name];
    if (pid === undefined) throw new Error(`nothing called ${name} runs`);
    return pid;
  }

  /** Everything at once, without warning: what a power cut does to processes. */
  async killEverything(): Promise<void> {
    const exited = this.exited();
    for (const pid of this.pids) kill(pid, 'SIGKILL');
    await exited;
  }

  /** On the same data, as a person would who types the command again. */
  async launch(env: NodeJS.ProcessEnv = {}): Promise<void> {
    this.output = '';
    const child = spawn(
      process.execPath,
      ['--experimental-transform-types', '--disable-warning=ExperimentalWarning', SUPERVISOR],
      { cwd: ROOT, env: { ...this.env, NODE_OPTIONS: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.supervisor = child;
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}\n${this.output}\n${this.log()}`));
      const timer = setTimeout(() => fail('not ready in time'), READY_TIMEOUT_MS);
      const read = (chunk: Buffer): void => {
        this.output += chunk.toString();
        if (!this.output.includes('Countersign is ready')) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail(`npm start ended with ${code}`);
      });
    });
  }

  /** As if who watched the start had gone: what the supervisor says from now on meets a broken pipe. */
  stopReading(): void {
    this.supervisor?.stdout?.destroy();
    this.supervisor?.stderr?.destroy();
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** In order; the data stays. */
  async end(): Promise<void> {
    const child = this.supervisor;
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const exited = this.exited();
      child.kill('SIGTERM');
      const cut = setTimeout(() => {
        for (const pid of this.pids) kill(pid, 'SIGKILL');
      }, STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(cut);
    }
  }

  /** The end of the combined log, for the message of a failed test. */
  log(): string {
    try {
      return readFileSync(path.join(this.home, 'logs', 'countersign.log'), 'utf8').slice(-8_000);
    } catch {
      // It did not come as far as a log.
      return '';
    }
  }

  private exited(): Promise<void> {
    const child = this.supervisor;
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => child.once('exit', () => resolve()));
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
