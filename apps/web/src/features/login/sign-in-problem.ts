/** Why a sign-in at the provider did not work, as people read it; the code is what the gateway put into the address. */
const WORDS: Readonly<Record<string, string>> = {
  'oidc.unreachable': 'The provider did not answer. Try it again in a moment.',
  'oidc.bad_callback': 'This sign-in was not begun in this browser, was used already, or took too long. Begin again.',
  'oidc.denied': 'The provider did not sign you in.',
  'oidc.email_missing': 'The provider named no e-mail address.',
  'oidc.email_unverified': 'The provider does not say that the e-mail address is yours.',
  'oidc.email_mismatch': 'The invitation is for another e-mail address.',
  'oidc.domain_refused': 'People with an e-mail address like yours are not let in.',
  'oidc.not_invited': 'You are not invited yet. Ask an admin for an invitation.',
  'oidc.not_a_member': 'You are a member of no workspace any more. Ask an admin for an invitation.',
  'oidc.no_role': 'None of your groups at the provider is let in.',
};

export function signInProblem(code: string): string {
  return WORDS[code] ?? `Signing in at the provider did not work (${code.replaceAll(/[^\w.-]/g, '')}). Try it again.`;
}
