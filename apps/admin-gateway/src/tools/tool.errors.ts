import { DomainError } from '@countersign/contracts';

/** Nobody could ever decide about such a tool. */
export class UnknownGroupError extends DomainError {
  constructor(pointers: readonly string[]) {
    const message = 'is no group of this workspace: there are no groups yet';
    const problems = pointers.map((pointer) => ({ pointer, code: 'unknown_group', message }));
    super('approval.unknown_group', 'A tool cannot name a group that nobody is in.', { problems });
  }
}
