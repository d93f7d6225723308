import { outstanding } from '../runs/decide.js';
import { describeCommand } from '../runs/describe-command.js';
import { ensure } from './check-run.fixture-spec.js';
import type { Faults } from './process.fixture-spec.js';
import { Random } from './random.fixture-spec.js';
import type { StoredRun } from './simulated-database.fixture-spec.js';

/** A time of day to begin with; only differences matter. */
const BEGINNING_MS = 1_000_000_000;
const TRACE_LINES = 60;

/** Chance, time and what was seen: all that the parts of a simulation share. */
export class Universe implements Faults {
  readonly random: Random;
  nowMs = BEGINNING_MS;
  /** The database's clock may be set. */
  databaseSkewMs = 0;
  /** Whether anything goes wrong. */
  isStorm = false;
  transitions = 0;
  private ids = 0;
  private readonly causes = new Set<string>();
  private readonly commands = new Map<string, { readonly version: number; readonly commands: readonly string[] }[]>();
  private readonly trace: string[] = [];

  constructor(readonly seed: number) {
    this.random = new Random(seed);
  }

  databaseNowMs(): number {
    return this.nowMs + this.databaseSkewMs;
  }

  isStormy(): boolean {
    return this.isStorm;
  }

  losesRequest(): boolean {
    return this.isStorm && this.random.chance(0.03);
  }

  losesAnswer(): boolean {
    return this.isStorm && this.random.chance(0.03);
  }

  /** The agent is gone, or its starter may not act any more. */
  isTokenRefused(): boolean {
    return this.isStorm && this.random.chance(0.004);
  }

  newId(): string {
    this.ids += 1;
    return `event ${this.ids}`;
  }

  tell(line: string): void {
    this.trace.push(`${this.nowMs - BEGINNING_MS} ms: ${line}`);
    if (this.trace.length > TRACE_LINES) this.trace.shift();
  }

  /** @param cause the announcement that the append comes from; it has an effect once, however often it is delivered */
  noteAppend(run: StoredRun, types: readonly string[], cause: string | undefined): void {
    this.tell(`${run.id} is at ${run.log.length}: ${types.join(', ')}`);
    this.transitions += types.length;
    const commands = outstanding(run.state).map(describeCommand);
    this.commandsOf(run.id).push({ version: run.log.length, commands });
    if (cause === undefined) return;
    ensure(!this.causes.has(cause), `${cause} had its effect twice`);
    this.causes.add(cause);
  }

  /** After each append, in order. */
  commandsOf(runId: string): { readonly version: number; readonly commands: readonly string[] }[] {
    const noted = this.commands.get(runId) ?? [];
    this.commands.set(runId, noted);
    return noted;
  }

  story(): string {
    return this.trace.join('\n');
  }
}
