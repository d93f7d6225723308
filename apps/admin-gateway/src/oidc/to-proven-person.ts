import { OidcError } from './oidc.errors.js';

/** Who somebody is, by what a provider proved of them. */
export interface ProvenPerson {
  readonly issuer: string;
  readonly subject: string;
  /** Lower case. */
  readonly email: string;
  readonly isEmailVerified: boolean;
  readonly name: string;
  readonly groups: readonly string[];
}

const EMAIL = /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]{1,253}$/u;
const NAME_LENGTH_MAX = 128;

/** Reads claims that others wrote: what is not as it must be counts as not there. @throws OidcError without an e-mail */
export function toProvenPerson(claims: Readonly<Record<string, unknown>>, groupsClaim: string): ProvenPerson {
  const { iss, sub, email, email_verified: verified, name } = claims;
  if (typeof iss !== 'string' || typeof sub !== 'string') throw new OidcError('bad_answer');
  if (typeof email !== 'string' || !EMAIL.test(email)) throw new OidcError('email_missing');
  const groups = claims[groupsClaim];
  const given = typeof name === 'string' ? name.replace(/\p{Cc}+/gu, ' ').trim() : '';
  return {
    issuer: iss,
    subject: sub,
    email: email.toLowerCase(),
    isEmailVerified: verified === true,
    name: (given === '' ? email : given).toWellFormed().slice(0, NAME_LENGTH_MAX),
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
  };
}
