import { DomainError } from '@countersign/contracts';
import { PermanentError } from '@countersign/messaging';

/** Permanent: runs are never deleted, so no later delivery finds it. */
export class RunNotFoundError extends PermanentError {
  constructor(runId: string) {
    super('run.not_found', `There is no run ${runId} in this workspace.`, { runId });
  }
}

export class RunFinishedError extends DomainError {
  constructor(runId: string, status: string) {
    super('run.finished', `Run ${runId} has already ended (${status}).`, { runId, status });
  }
}

/** Somebody appended without holding the run's lock. */
export class RunMovedOnError extends DomainError {
  constructor(runId: string) {
    super('run.moved_on', `Run ${runId} has moved on meanwhile.`, { runId });
  }
}

/**
 * The log has an event that this version does not know, or that cannot follow the ones before it. Permanent: the message is
 * parked and the run stays as it is; the sweeper announces its step again, which a version that can read it will take.
 */
export class UnreadableRunError extends PermanentError {
  constructor(problem: string, options?: ErrorOptions) {
    super('run.unreadable', problem, {}, options);
  }
}

/** The router was asked to make a call again and has not recorded the new one yet. */
export class SuccessorMissingError extends DomainError {
  constructor(callId: string) {
    super('run.successor_missing', `Call ${callId} is to be made again, and its successor is not recorded yet.`, {
      callId,
    });
  }
}
