import { afterAll, beforeAll, expect } from '@jest/globals';
import { filesWith } from './files-with.js';
import { Operator } from './operator.js';
import { countersign } from './run-command.js';
import { RunningSystem } from './running-system.js';

const START_TIMEOUT_MS = 150_000;
/** A look every few seconds, and a short memory of a dead replica, so that nobody has to wait for them. */
const WATCHING = { WATCH_POLL_SECONDS: '5', WATCH_LEASE_SECONDS: '3' };

interface Stoppable {
  stop(): Promise<void>;
}

/** The whole system between an operator and servers that a test runs itself. */
export class ConnectedSuite {
  system!: RunningSystem;
  operator!: Operator;
  private readonly servers: Stoppable[] = [];

  async start(suite: number): Promise<void> {
    this.system = await RunningSystem.start(suite, WATCHING);
    this.operator = await Operator.of(this.system);
  }

  /** Ends with the suite. */
  async running<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    const server = await starting;
    this.servers.push(server);
    return server;
  }

  /** The last step of a story: afterwards nothing runs any more. */
  async expectNowhere(secrets: readonly string[]): Promise<void> {
    const { stdout } = await countersign(this.system, '--json', 'servers', 'list');
    const told = [...this.operator.session.answers, stdout].join('\n');
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    await this.system.killEverything();
    expect(filesWith(this.system, secrets)).toEqual([]);
    // The search finds what is there: the name of a tool, and a line of a log.
    const found = ['/nats/', '/logs/', '/postgres/'].map((part) => expect.stringContaining(part));
    expect(filesWith(this.system, ['note_add', 'integration-registry'])).toEqual(expect.arrayContaining(found));
  }

  async stop(): Promise<void> {
    try {
      await this.system.stop();
    } finally {
      await Promise.all(this.servers.map((server) => server.stop()));
    }
  }
}

/** `suite`: each has ports of its own. */
export function aConnectedSuite(suite: number): ConnectedSuite {
  const own = new ConnectedSuite();
  beforeAll(() => own.start(suite), START_TIMEOUT_MS);
  afterAll(() => own.stop(), START_TIMEOUT_MS);
  return own;
}
