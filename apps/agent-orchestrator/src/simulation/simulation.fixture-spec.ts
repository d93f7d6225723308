import { newsOf } from '../runs/news-of.js';
import { isNews } from '../runs/still-due.js';
import { isOver } from '../runs/run-state.js';
import { checkEnd, isAtRest } from './check-end.fixture-spec.js';
import { ensure } from './check-run.fixture-spec.js';
import { aStart } from './possible-event.fixture-spec.js';
import { isReady, PassingError, type Process, tolerant, type Wait } from './process.fixture-spec.js';
import { type Message, SimulatedBus } from './simulated-bus.fixture-spec.js';
import { type OutboxRow, SimulatedDatabase, type StoredRun } from './simulated-database.fixture-spec.js';
import { SimulatedModel } from './simulated-model.fixture-spec.js';
import { type Guards, SimulatedOrchestrator } from './simulated-orchestrator.fixture-spec.js';
import { SimulatedPeople } from './simulated-people.fixture-spec.js';
import { SimulatedRouter } from './simulated-router.fixture-spec.js';
import { SimulatedRunLog } from './simulated-run-log.fixture-spec.js';
import { SimulatedSweepers } from './simulated-sweepers.fixture-spec.js';
import { Universe } from './universe.fixture-spec.js';

/** What protects a run; a mutation lacks one of it. */
export interface Shields extends Guards {
  /** Whether a transaction's locks lock. */
  readonly locks: boolean;
  /** Whether the head is updated only as long as the log is as long as it was. */
  readonly versions: boolean;
  /** Whether the inbox marks what was handled. */
  readonly marks: boolean;
  /** Whether the router knows a call that is submitted again. */
  readonly submitsOnce: boolean;
}

export const ALL_SHIELDS: Shields = {
  newsOf,
  isNews,
  locks: true,
  versions: true,
  marks: true,
  submitsOnce: true,
};

const REPLICAS = 3;
const RUNS_MAX = 3;
const STORM_TURNS_MAX = 600;
/** More than any life needs to come to rest once nothing goes wrong: a life that does not is stuck, or goes in circles. */
const CALM_TURNS_MAX = 20_000;

interface Running {
  readonly name: string;
  readonly replica: number;
  readonly process: Process;
  wait: Wait | undefined;
}

/** One world, from the first run to the last answer, as its seed has it. */
export class Simulation {
  readonly universe: Universe;
  readonly database: SimulatedDatabase;
  readonly bus = new SimulatedBus();
  readonly router: SimulatedRouter;
  readonly sweepers: SimulatedSweepers;
  /** Await points that were passed. */
  sites = 0;
  private lastReplica = 0;
  private readonly orchestrator: SimulatedOrchestrator;
  private readonly people: SimulatedPeople;
  private readonly running = new Set<Running>();

  constructor(seed: number, shields: Shields) {
    this.universe = new Universe(seed);
    this.database = new SimulatedDatabase(shields, this.universe);
    this.router = new SimulatedRouter(this.universe.random, shields.submitsOnce);
    const log = new SimulatedRunLog(this.universe, this.database, shields.versions);
    const model = new SimulatedModel(this.universe);
    const { universe, database, router } = this;
    this.orchestrator = new SimulatedOrchestrator({ universe, database, router, model, log }, shields);
    this.sweepers = new SimulatedSweepers(this.universe, this.database, this.router, log);
    this.people = new SimulatedPeople(this.universe, this.database, this.router, this.orchestrator);
  }

  /** @param crashAt the await point at which the replica that reached it dies; null: a storm of all faults */
  play(crashAt: number | null): void {
    this.startRuns();
    if (crashAt === null) this.storm();
    else this.crashOnce(crashAt);
    this.universe.tell('from here on nothing goes wrong, and nobody answers');
    this.calmDown('nobody answers', () => isAtRest(this));
    this.universe.tell('everybody answers');
    this.people.areAnswering = true;
    this.calmDown('all has been answered', () => isAtRest(this) && this.runs().every(({ state }) => isOver(state)));
    checkEnd(this);
  }

  runs() {
    return [...this.database.runs.values()];
  }

  isIdle(): boolean {
    return this.running.size === 0 && this.bus.messages.size === 0 && this.outboxRows().length === 0;
  }

  private startRuns(): void {
    const { random } = this.universe;
    for (let number = 1; number <= 1 + random.below(RUNS_MAX); number += 1) {
      const started = {
        ...aStart((bound) => random.below(bound)),
        ...(random.chance(0.2) && { wallSecondsMax: 7_200 }),
      };
      this.spawn('start', this.orchestrator.start(`run${number}`, started));
    }
  }

  private storm(): void {
    this.universe.isStorm = true;
    this.people.areAnswering = true;
    this.people.areWriting = true;
    for (let turns = this.universe.random.below(STORM_TURNS_MAX); turns > 0; turns -= 1) {
      if (this.universe.random.chance(0.04)) this.doHarm();
      if (!this.takeTurn()) this.wait();
    }
    this.universe.isStorm = false;
    this.people.areAnswering = false;
    this.people.areWriting = false;
  }

  private crashOnce(crashAt: number): void {
    this.people.areAnswering = true;
    this.calmDown(
      'the crash',
      () => this.sites >= crashAt || (isAtRest(this) && this.runs().every(({ state }) => isOver(state))),
    );
    this.crash(this.lastReplica);
    this.people.areAnswering = false;
  }

  private calmDown(what: string, isDone: () => boolean): void {
    for (let turns = 0; !isDone(); turns += 1) {
      ensure(turns < CALM_TURNS_MAX, () => `no rest, although ${what}: ${this.runs().map(describeRun).join('; ')}`);
      if (!this.takeTurn()) this.wait();
    }
  }

  /** One of the things that can happen now, or nothing. */
  private takeTurn(): boolean {
    const { random, nowMs } = this.universe;
    const ready = [...this.running].filter(({ wait }) => isReady(wait, nowMs));
    const messages = this.bus.deliverable(nowMs);
    const rows = this.outboxRows().filter(({ row }) => !row.isLeased);
    const calls = this.router.ledger.filter((row) => this.router.isAtWork(row));
    const sweep = this.running.size < REPLICAS * 2 ? this.sweepers.findDue() : null;
    const person = this.people.findWish();
    const possible: [number, () => void][] = [];
    if (ready.length > 0) possible.push([8, () => this.advance(random.pick(ready))]);
    if (messages.length > 0) possible.push([2, () => this.deliver(random.pick(messages))]);
    if (rows.length > 0) possible.push([2, () => this.relay(random.pick(rows))]);
    if (calls.length > 0) possible.push([1, () => this.router.work(random.pick(calls))]);
    if (sweep !== null) possible.push([1, () => this.spawn(sweep.name, sweep.start())]);
    if (person !== null) possible.push([this.universe.isStorm ? 0.3 : 1, () => this.let(person())]);
    random.pickWeighted(possible)?.();
    return possible.length > 0;
  }

  private let(process: Process | null): void {
    if (process !== null) this.spawn('people', process);
  }

  private spawn(name: string, process: Process): void {
    const running = {
      name,
      replica: this.universe.random.below(REPLICAS),
      process: tolerant(process),
      wait: undefined,
    };
    this.running.add(running);
    this.advance(running);
  }

  private advance(running: Running): void {
    this.sites += 1;
    this.lastReplica = running.replica;
    const { done, value } = running.process.next();
    if (done === true) this.running.delete(running);
    else running.wait = value;
  }

  private deliver(message: Message): void {
    this.bus.deliver(message);
    this.spawn(`${message.event.subject} ${message.number}`, this.handle(message));
  }

  private *handle(message: Message): Process {
    let isSettled = false;
    try {
      yield;
      yield* this.consume(message.event);
      yield;
      this.bus.acknowledge(message);
      isSettled = true;
    } catch (error) {
      if (!(error instanceof PassingError)) throw error;
      this.universe.tell(`${message.event.subject} ${message.number} failed: ${error.message}`);
      this.bus.refuse(message, this.universe.nowMs);
      isSettled = true;
    } finally {
      if (!isSettled) this.bus.lose(message, this.universe.nowMs);
    }
  }

  private consume(event: OutboxRow): Process {
    switch (event.subject) {
      case 'step_due':
        return this.orchestrator.onStepDue(event);
      case 'call_settled':
        return this.orchestrator.onCallSettled(event);
      case 'run_cancelled':
        return this.router.onRunCancelled(event);
    }
  }

  /** The first of each run: an aggregate's order is kept. */
  private outboxRows(): { readonly row: OutboxRow; readonly outbox: OutboxRow[] }[] {
    return [this.database.outbox, this.router.outbox].flatMap((outbox) =>
      outbox
        .filter((row, index) => outbox.findIndex(({ runId }) => runId === row.runId) === index)
        .map((row) => ({ row, outbox })),
    );
  }

  private relay({ row, outbox }: { readonly row: OutboxRow; readonly outbox: OutboxRow[] }): void {
    this.spawn(`relay ${row.subject}`, this.publish(row, outbox));
  }

  private *publish(row: OutboxRow, outbox: OutboxRow[]): Process {
    try {
      row.isLeased = true;
      yield;
      if (this.universe.losesRequest()) return;
      this.bus.publish(row, this.universe.nowMs);
      yield;
      if (this.universe.losesAnswer()) return;
      outbox.splice(outbox.indexOf(row), 1);
    } finally {
      row.isLeased = false;
    }
  }

  private doHarm(): void {
    const { random } = this.universe;
    const messages = [...this.bus.messages.values()];
    const kind = random.below(20);
    if (kind < 9) this.crash(random.below(REPLICAS));
    else if (kind < 12 && messages.length > 0) this.bus.lose(random.pick(messages), this.universe.nowMs);
    else if (kind < 17 && messages.length > 0) this.deliver(random.pick(messages));
    else if (kind === 17) this.bus.loseAll();
    else if (kind === 18) this.universe.databaseSkewMs += random.pick([-3_600_000, 3_600_000]);
    else this.universe.nowMs += random.below(90_000);
  }

  private crash(replica: number): void {
    this.universe.tell(`replica ${replica} dies at site ${this.sites}`);
    for (const running of this.running) {
      if (running.replica !== replica) continue;
      this.running.delete(running);
      running.process.return(undefined);
    }
  }

  /** Until something can happen. */
  private wait(): void {
    const { nowMs } = this.universe;
    const times = [
      ...[...this.running].map(({ wait }) => wait?.untilMs ?? Infinity),
      ...[...this.bus.messages.values()].map(({ visibleAtMs }) => visibleAtMs),
      this.sweepers.nextDueMs(),
    ];
    const next = Math.min(...times);
    ensure(next < Infinity || this.universe.isStorm || this.running.size > 0, 'nothing will ever happen again');
    if (next < Infinity) this.universe.nowMs = Math.max(nowMs + 1, next);
  }
}

function describeRun({ id, head, state }: StoredRun): string {
  const calls = state.calls
    .filter(({ result }) => result === null)
    .map(({ toolCallId, state: of }) => `${toolCallId} ${of}`);
  return `${id} is ${head.status} at ${head.version}, waiting for ${calls.join(', ') || 'nothing'}`;
}
