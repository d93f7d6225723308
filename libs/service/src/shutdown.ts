import type { ServiceLogger } from './service-logger.js';

/** Work in flight may take this long after the signal; then open connections are cut so that the rest can end in order. */
export const DRAIN_MS = 8_000;

/** After this the process ends with work undone. Kubernetes' default grace is 30 s, a person's patience with Ctrl-C is less. */
export const SHUTDOWN_DEADLINE_MS = 15_000;

/** 128 + SIGINT, as shells say it: somebody insisted. */
const EXIT_INTERRUPTED = 130;

export interface ShutdownSteps {
  /** Stops taking work, waits for what is in flight, closes what is open. */
  readonly close: () => Promise<void>;
  /** Cuts the connections that are still open. */
  readonly cut: () => void;
}

/** SIGTERM and SIGINT end the process in order, a second one at once; an error that nobody caught ends it with a log line. */
export class Shutdown {
  private steps: ShutdownSteps | undefined;
  private begun = false;

  constructor(private readonly logger: ServiceLogger) {}

  /** From here on; before `ready`, a signal has nothing to close. */
  listen(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void this.begin(signal));
    process.on('unhandledRejection', (reason) => this.die('an unhandled rejection', reason));
    process.on('uncaughtException', (error) => this.die('an uncaught exception', error));
  }

  ready(steps: ShutdownSteps): void {
    this.steps = steps;
  }

  private async begin(signal: NodeJS.Signals): Promise<void> {
    if (this.begun) process.exit(EXIT_INTERRUPTED);
    this.begun = true;
    this.logger.log('shutting down', { signal });
    setTimeout(() => this.steps?.cut(), DRAIN_MS).unref();
    setTimeout(() => this.giveUp(), SHUTDOWN_DEADLINE_MS).unref();
    try {
      await this.steps?.close();
    } catch (error) {
      this.die('the shutdown failed', error);
    }
    this.logger.log('stopped', { signal });
    process.exit(0);
  }

  private giveUp(): void {
    this.logger.error('the shutdown took too long; work may be undone', { deadlineMs: SHUTDOWN_DEADLINE_MS });
    process.exit(1);
  }

  /** The state of the process is unknown: the only safe thing is to end it and let the supervisor start another. */
  private die(what: string, error: unknown): never {
    this.logger.fatal(what, { err: error });
    process.exit(1);
  }
}
