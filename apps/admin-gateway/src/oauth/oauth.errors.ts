import { DomainError } from '@countersign/contracts';

/** What a server of somebody else named is not somewhere to send a browser to. */
export class UnusableAuthorizationUrlError extends DomainError {
  constructor() {
    super('oauth.unusable_url', 'The authorization server names an address that is neither https nor http.');
  }
}

export class NoCallbackError extends DomainError {
  constructor() {
    super('oauth.bad_callback', 'This is not the answer to an authorization that was started here.');
  }
}

export class OtherBrowserError extends DomainError {
  constructor(publicUrl: URL) {
    super(
      'oauth.not_signed_in',
      `This browser is not signed in at ${publicUrl.origin}. Sign in there and start the authorization again.`,
    );
  }
}
