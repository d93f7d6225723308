import type { RunView } from './runs.queries.js';

export interface Writer {
  readonly userId: string;
  readonly mayRun: boolean;
}

export interface Permission {
  readonly mayWrite: boolean;
  /** What becomes of a message, or why there can be none. */
  readonly reason: string;
}

/** As the API rules it, so that nobody writes in vain: only who started a run writes to it, for it acts in their name. */
export function whoMayWrite(run: Pick<RunView, 'status' | 'startedBy' | 'parked'>, writer: Writer): Permission {
  const { status, startedBy } = run;
  if (!writer.mayRun) return refused('Your role lets you read runs, not write to them.');
  if (run.parked) return refused('The run is parked, and takes messages once it can be read again.');
  if (status === 'cancelled') return refused('A cancelled run takes no messages. Fork it to go on from where it was.');
  if (startedBy && (startedBy.ownerId ?? startedBy.id) !== writer.userId) {
    return refused(`It acts in the name of ${startedBy.name}, who alone writes to it. Fork it to go on in yours.`);
  }
  switch (status) {
    case 'running':
      return { mayWrite: true, reason: 'It is at work: your message is read after this turn.' };
    case 'suspended':
      return { mayWrite: true, reason: 'It waits for a person: your message is read once every call has its result.' };
    case 'finished':
    case 'failed':
      return { mayWrite: true, reason: 'It has ended: your message opens it again, with its limits anew.' };
    default:
      return assertNever(status);
  }
}

function refused(reason: string): Permission {
  return { mayWrite: false, reason };
}

function assertNever(status: never): never {
  throw new Error(`unknown status ${String(status)}`);
}
