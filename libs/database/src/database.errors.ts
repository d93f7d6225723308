import { DomainError } from '@countersign/contracts';

/** The role a service connects as could step around row-level security, so the service must not start. */
export class UnsafeRoleError extends DomainError {
  constructor(role: string, reason: string) {
    super('database.unsafe_role', `The database role ${role} ${reason}`, { role });
  }
}

/** A transaction was asked for without a workspace; there is no default one. */
export class InvalidWorkspaceError extends DomainError {
  constructor() {
    super('database.invalid_workspace', 'A transaction needs the id of a workspace');
  }
}

/** An event is announced by references and hashes; what is bigger than this carries bulk. */
export class EventTooLargeError extends DomainError {
  constructor(subject: string, bytes: number, limit: number) {
    super('outbox.event_too_large', `An event of ${subject} has ${bytes} bytes; the limit is ${limit}`, {
      subject,
      bytes,
      limit,
    });
  }
}
