import { DomainError } from '@countersign/contracts';

export class SessionNotFoundError extends DomainError {
  constructor() {
    super('session.not_found', 'You have no such session.');
  }
}
