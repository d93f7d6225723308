import { DomainError } from '@countersign/contracts';

/** The run, or who started it, is not what the request says. Retrying does not help. */
export class RunTokenRefusedError extends DomainError {
  constructor(runId: string, reason: string) {
    super('run_token.refused', `No token for the run ${runId}: ${reason}.`, { runId });
  }
}
