import { InvalidInputError, type InputProblem, type OAuthSettings } from '@countersign/contracts';

/** @throws InvalidInputError with a pointer to what is missing or contradicts the rest */
export function checkOAuthSettings(auth: 'oauth2' | 'client-credentials', settings: OAuthSettings): void {
  const problems = [...findIdProblem(auth, settings), ...findSecretProblem(auth, settings)];
  if (problems.length > 0) throw new InvalidInputError(problems);
}

function findIdProblem(auth: string, { clientId, clientSecret, clientAuthMethod }: OAuthSettings): InputProblem[] {
  const isNeeded = auth === 'client-credentials' || isGiven(clientSecret) || isGiven(clientAuthMethod);
  return isNeeded && !isGiven(clientId) ? [problem('clientId', 'required', 'a client id must be given')] : [];
}

function findSecretProblem(auth: string, { clientSecret, clientAuthMethod }: OAuthSettings): InputProblem[] {
  const isNone = clientAuthMethod === 'none';
  if (auth === 'client-credentials' && isNone) {
    const message = 'a client that gets tokens for itself has to prove who it is';
    return [problem('clientAuthMethod', 'auth_mismatch', message)];
  }
  const isNeeded = auth === 'client-credentials' || (isGiven(clientAuthMethod) && !isNone);
  if (isNeeded && !isGiven(clientSecret)) return [problem('clientSecret', 'required', 'a client secret must be given')];
  if (!isNone || !isGiven(clientSecret)) return [];
  return [problem('clientSecret', 'auth_mismatch', 'a client that does not authenticate has no secret')];
}

function isGiven(value: string | null | undefined): boolean {
  return value !== undefined && value !== null;
}

function problem(member: string, code: string, message: string): InputProblem {
  return { pointer: `/oauth/${member}`, code, message };
}
