import { DomainError } from '@countersign/contracts';

export class RunNotFoundError extends DomainError {
  constructor(runId: string) {
    super('run.not_found', `There is no run ${runId} in this workspace.`, { runId });
  }
}

export class RunFinishedError extends DomainError {
  constructor(runId: string, status: string) {
    super('run.finished', `Run ${runId} has already ended (${status}).`, { runId, status });
  }
}

/** Somebody else appended first. Whoever sees this looks at the run again. */
export class RunMovedOnError extends DomainError {
  constructor(runId: string) {
    super('run.moved_on', `Run ${runId} has moved on meanwhile.`, { runId });
  }
}
