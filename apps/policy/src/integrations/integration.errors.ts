import { DomainError } from '@countersign/contracts';

/** Unknown, removed, or another workspace's: the answer does not tell which. */
export class IntegrationNotFoundError extends DomainError {
  constructor(integrationId: string) {
    super('integration.not_found', `There is no integration ${integrationId}.`, { integrationId });
  }
}

/** An event overtook the one that introduces its integration; it is delivered again. */
export class IntegrationNotYetKnownError extends DomainError {
  constructor(integrationId: string) {
    super('integration.not_yet_known', `The integration ${integrationId} has not been announced yet.`, {
      integrationId,
    });
  }
}

/** `If-Match` named another revision than the current one. */
export class PreconditionFailedError extends DomainError {
  constructor(ifRevision: number, revision: number) {
    super('precondition.failed', `The policies are at revision ${revision}, not at ${ifRevision}.`, { revision });
  }
}
