import { InvalidTokenError, type TokenVerifier, type VerifiedToken } from '@countersign/tokens';
import { UnusableGrantError } from './grant.errors.js';

export type Grant = VerifiedToken<'grant'>;

/** Reads grants by policy's public keys, which are configured: several while one is rotated. */
export class GrantReader {
  constructor(private readonly verifier: TokenVerifier<'grant'>) {}

  /** @throws UnusableGrantError */
  read(token: string | null): Grant | 'expired' {
    if (token === null) throw new UnusableGrantError('an approval without a grant');
    try {
      return this.verifier.verify(token);
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      // Genuine, for the signature is looked at first, and too late.
      if (error.code === 'token.expired') return 'expired';
      throw new UnusableGrantError(`the grant is not valid: ${error.message}`, { cause: error });
    }
  }
}
