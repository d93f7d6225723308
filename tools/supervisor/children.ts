import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Home, RunLock } from './home.ts';

export interface ChildSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** How it is asked to end; PostgreSQL's fast shutdown is SIGINT. */
  readonly stopSignal?: NodeJS.Signals;
}

/** A child that dies is started again, but not for ever: this often within the window is a fault to tell. */
const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 60_000;
const RESTART_DELAY_MS = 500;
/** Services need 10 s for a graceful end; then the rest is cut. */
const STOP_DEADLINE_MS = 15_000;

/** The processes of one installation: started, logged in one stream, restarted when they die, ended in reverse order. */
export class Children {
  private readonly running = new Map<string, ChildProcess>();
  private readonly order: ChildSpec[] = [];
  private readonly log: WriteStream;
  private stopping = false;

  constructor(
    home: Home,
    private readonly lock: RunLock,
    private readonly say: (line: string) => void,
    private readonly giveUp: (reason: string) => void,
  ) {
    home.folder('logs');
    this.log = createWriteStream(home.file('logs', 'countersign.log'), { flags: 'a', mode: 0o600 });
  }

  start(spec: ChildSpec): void {
    this.order.push(spec);
    this.launch(spec, []);
  }

  /** Runs to its end; throws with the last lines when it fails. */
  async run(spec: ChildSpec): Promise<void> {
    const child = this.spawn(spec);
    const tail: string[] = [];
    this.readLines(spec.name, child, (line) => {
      tail.push(line);
      if (tail.length > 20) tail.shift();
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('close', resolve);
      child.once('error', reject);
    });
    if (code !== 0) throw new Error(`${spec.name} failed (exit code ${code}):\n  ${tail.join('\n  ')}`);
  }

  isRunning(name: string): boolean {
    return this.running.has(name);
  }

  async stopAll(): Promise<void> {
    this.stopping = true;
    for (const spec of [...this.order].reverse()) await this.stop(spec);
    await new Promise((resolve) => this.log.end(resolve));
  }

  private launch(spec: ChildSpec, deaths: readonly number[]): void {
    const child = this.spawn(spec);
    if (child.pid !== undefined) this.lock.record(spec.name, child.pid);
    this.running.set(spec.name, child);
    this.readLines(spec.name, child, () => undefined);
    child.once('error', (error) => this.giveUp(`${spec.name} cannot be started: ${error.message}`));
    child.once('close', (code, signal) => this.onClose(spec, deaths, signal ?? `exit code ${code}`));
  }

  private onClose(spec: ChildSpec, deaths: readonly number[], how: string): void {
    this.running.delete(spec.name);
    if (this.stopping) return;
    const recent = [...deaths, Date.now()].filter((at) => at > Date.now() - RESTART_WINDOW_MS);
    if (recent.length > RESTARTS_MAX) {
      this.giveUp(`${spec.name} died ${recent.length} times within a minute (last: ${how}); see logs/countersign.log`);
      return;
    }
    this.say(`${spec.name} died (${how}); starting it again`);
    setTimeout(() => {
      if (!this.stopping) this.launch(spec, recent);
    }, RESTART_DELAY_MS);
  }

  private spawn(spec: ChildSpec): ChildProcess {
    const options: SpawnOptions = {
      env: spec.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C in the terminal reaches the supervisor alone, which ends the children in order.
      detached: true,
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      ...(spec.uid === undefined ? {} : { uid: spec.uid }),
      ...(spec.gid === undefined ? {} : { gid: spec.gid }),
    };
    return spawn(spec.command, [...spec.args], options);
  }

  private readLines(name: string, child: ChildProcess, onLine: (line: string) => void): void {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.log.write(`${name.padEnd(22)} ${line}\n`);
        onLine(line);
      });
    }
  }

  private async stop(spec: ChildSpec): Promise<void> {
    const child = this.running.get(spec.name);
    if (!child) return;
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill(spec.stopSignal ?? 'SIGTERM');
    const cut = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    await closed;
    clearTimeout(cut);
  }
}
