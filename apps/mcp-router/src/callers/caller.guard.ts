import {
  createVerifier,
  InvalidTokenError,
  VerifiedTokens,
  type KeyRing,
  type TokenVerifier,
  type Verified,
} from '@countersign/tokens';
import type { IdentityCopy } from '../copies/identity-copy.js';
import { VERIFIED_TOKENS_CHARACTERS_MAX } from '../limits.js';
import { toClientCaller, toRunCaller, type Caller } from './caller.js';

/** A revoked token proves nothing, however good its signature is. */
export class RevokedTokenError extends InvalidTokenError {
  constructor() {
    super('token.bad_claims', 'the token was revoked');
  }
}

/**
 * Turns tokens into callers. A signature is checked once, and with every call whether the token was revoked. The keys are
 * configured, not fetched over the bus, so the bus cannot forge a caller.
 */
export class CallerGuard {
  private readonly runs: TokenVerifier<'run'>;
  private readonly clients: TokenVerifier<'access'>;
  private readonly knownRuns: VerifiedTokens<Caller>;
  private readonly knownClients: VerifiedTokens<Caller>;

  constructor(
    keys: KeyRing,
    private readonly identity: IdentityCopy,
  ) {
    const expected = { keys, issuer: 'admin-gateway', audience: 'mcp-router' } as const;
    this.runs = createVerifier({ type: 'run', ...expected });
    this.clients = createVerifier({ type: 'access', ...expected });
    const kept = { charactersMax: VERIFIED_TOKENS_CHARACTERS_MAX, keys };
    this.knownRuns = new VerifiedTokens<Caller>(kept);
    this.knownClients = new VerifiedTokens<Caller>(kept);
  }

  /** @throws InvalidTokenError */
  ofRun(token: string): Caller {
    return this.unlessRevoked(this.knownRuns.of(token, (unknown) => this.verifyRun(unknown)));
  }

  /** @throws InvalidTokenError, also for an API token: it is for another door */
  ofClient(token: string): Caller {
    return this.unlessRevoked(this.knownClients.of(token, (unknown) => this.verifyClient(unknown)));
  }

  private verifyRun(token: string): Verified<Caller> {
    const claims = this.runs.verify(token);
    return { value: toRunCaller(claims), exp: claims.exp };
  }

  private verifyClient(token: string): Verified<Caller> {
    const claims = this.clients.verify(token);
    if (claims.kind !== 'mcp') throw new InvalidTokenError('token.bad_claims', 'not a token of an MCP client');
    return { value: toClientCaller(claims), exp: claims.exp };
  }

  private unlessRevoked(caller: Caller): Caller {
    const { workspaceId, tokenId, originTokenId, principal } = caller;
    const isRevoked = (id: string | null): boolean => id !== null && this.identity.isRevoked(workspaceId, id);
    const isRemoved = this.identity.isRemoved(workspaceId, principal.ownerId);
    if (isRemoved || isRevoked(tokenId) || isRevoked(originTokenId)) throw new RevokedTokenError();
    return caller;
  }
}
