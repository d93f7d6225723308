import { DomainError, InvalidInputError } from '@countersign/contracts';

/** Never there, removed, or another workspace's: which of them is not told. */
export class IntegrationNotFoundError extends DomainError {
  constructor(integrationId: string) {
    super('integration.not_found', 'there is no such integration', { integrationId });
  }
}

/** In use, or used by an integration that was removed: policies and logs still speak of that one. */
export class SlugTakenError extends DomainError {
  constructor(slug: string, options?: ErrorOptions) {
    super(
      'integration.slug_taken',
      `the slug ${slug} is taken, or was by an integration since removed`,
      { slug },
      options,
    );
  }
}

export class BadSlugError extends InvalidInputError {
  constructor(message: string, options?: ErrorOptions) {
    super([{ pointer: '/slug', code: 'bad_slug', message }], 'integration.bad_slug', options);
  }
}

/** Somebody else changed the connection while the new one was being tried; what was tried is not what would be stored. */
export class IntegrationChangedError extends DomainError {
  constructor(integrationId: string) {
    super('integration.changed', 'the integration was changed meanwhile; look at it again', { integrationId });
  }
}

/** `If-Match` named another version than the current one. */
export class IntegrationMovedError extends DomainError {
  constructor(integrationId: string, version: number, ifVersion: number) {
    super('precondition.failed', `the integration is at version ${version}, not at ${ifVersion}`, {
      integrationId,
      version,
    });
  }
}

/** Nobody has authorized it yet, or its authorization ended: a person has to. */
export class NotAuthorizedError extends DomainError {
  constructor(integrationId: string) {
    super('integration.not_authorized', 'the integration waits for a person to authorize it', { integrationId });
  }
}
