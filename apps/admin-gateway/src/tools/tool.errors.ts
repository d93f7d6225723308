import { DomainError } from '@countersign/contracts';

/** Nobody could ever decide about such a tool. */
export class UnknownGroupError extends DomainError {
  constructor(pointers: readonly string[]) {
    const message = 'is no approver group of this workspace; names are compared letter by letter';
    const problems = pointers.map((pointer) => ({ pointer, code: 'unknown_group', message }));
    super('approval.unknown_group', 'A tool cannot name a group that nobody is in.', { problems });
  }
}
