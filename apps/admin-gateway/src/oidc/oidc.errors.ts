import { DomainError } from '@countersign/contracts';

const MESSAGES = {
  not_configured: 'No provider is configured here.',
  unreachable: 'The provider did not answer.',
  bad_callback: 'This sign-in was not begun in this browser, was used already, or took too long. Begin again.',
  denied: 'The provider did not sign you in.',
  bad_answer: 'The answer of the provider was not right.',
  email_missing: 'The provider named no e-mail.',
  email_unverified: 'The provider does not say that the e-mail is yours.',
  email_mismatch: 'The invitation is for another e-mail.',
  domain_refused: 'People of this e-mail domain are not let in.',
  not_invited: 'Nobody has invited you yet.',
  not_a_member: 'You are a member of no workspace any more. Ask for an invitation.',
  no_role: 'None of your groups at the provider is let in.',
} as const;

export type OidcFailure = keyof typeof MESSAGES;

/** Shown on the sign-in page, by its code. */
export class OidcError extends DomainError {
  constructor(failure: OidcFailure, options?: { readonly cause: unknown }) {
    super(`oidc.${failure}`, MESSAGES[failure], undefined, options);
  }
}
