import { DomainError } from '@countersign/contracts';

/** Also what a principal of another workspace hears: it must not learn that this one exists. */
export class WorkspaceNotFoundError extends DomainError {
  constructor() {
    super('workspace.not_found', 'There is no such workspace for you.');
  }
}
