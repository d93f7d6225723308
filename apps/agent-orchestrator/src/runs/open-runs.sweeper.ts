import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { runStepDue } from '@countersign/contracts';
import { crashPoint, Database, Outbox, Rounds } from '@countersign/database';
import { ServiceLogger } from '@countersign/service';
import { mayBeReadable } from './parked-run.repository.js';
import { KNOWN_EVENT_TYPES } from './read-run-event.js';

/** A step that is due waits at most this long more. */
const SWEEP_INTERVAL_MS = 2_000;
/** Three signs of a step at work; a run without any for this long lost its step with its message. */
const RUNNING_CHECK_SECONDS = 60;
/** People take long; this only finds a decision whose announcement was lost. */
const SUSPENDED_CHECK_SECONDS = 600;
const BATCH = 100;

interface OpenRun {
  readonly id: string;
  readonly workspace_id: string;
  readonly version: number;
}

/**
 * Announces steps that are due, and steps of runs that have been still for long again: losing all of NATS' storage loses
 * no run.
 */
@Injectable()
export class OpenRunsSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweep(),
    onFailure: (error) => this.logger.error('the sweep of open runs failed; it is tried again', { err: error }),
  });

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(ServiceLogger) private readonly logger: ServiceLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Public for tests, which do not wait for the timer. */
  async sweep(): Promise<void> {
    await this.database.system(async (tx) => {
      const runs = await tx.query<OpenRun[]>(
        `update runs set checked_at = now(), due_at = null, step_version = version where id in (
           select id from runs
           where ${mayBeReadable(4)}
             and (due_at <= now()
               or status = 'running' and due_at is null
                  and greatest(checked_at, updated_at) < now() - make_interval(secs => $1)
               or status = 'suspended' and greatest(checked_at, updated_at) < now() - make_interval(secs => $2))
           order by checked_at limit $3 for update skip locked)
         returning id, workspace_id, version`,
        [RUNNING_CHECK_SECONDS, SUSPENDED_CHECK_SECONDS, BATCH, KNOWN_EVENT_TYPES],
      );
      if (rowsOf(runs).length > 0) crashPoint('sweep');
      for (const run of rowsOf(runs)) {
        const data = { runId: run.id, version: run.version };
        await this.outbox.add(tx, runStepDue, { workspaceId: run.workspace_id, aggregateId: run.id, data });
      }
    });
  }
}

/** TypeORM answers an UPDATE … RETURNING with [rows, count]. */
function rowsOf(result: OpenRun[] | [OpenRun[], number]): OpenRun[] {
  return Array.isArray(result[0]) ? result[0] : (result as OpenRun[]);
}
