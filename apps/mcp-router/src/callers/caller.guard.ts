import { createVerifier, InvalidTokenError, type Jwks, type TokenVerifier } from '@countersign/tokens';
import type { IdentityCopy } from '../copies/identity-copy.js';
import { toClientCaller, toRunCaller, type Caller } from './caller.js';

/** A revoked token proves nothing, however good its signature is. */
export class RevokedTokenError extends InvalidTokenError {
  constructor() {
    super('token.bad_claims', 'the token was revoked');
  }
}

/** Turns tokens into callers. The keys are configured, not fetched over the bus, so the bus cannot forge a caller. */
export class CallerGuard {
  private readonly runs: TokenVerifier<'run'>;
  private readonly clients: TokenVerifier<'access'>;

  constructor(
    keys: Jwks,
    private readonly identity: IdentityCopy,
  ) {
    const expected = { keys, issuer: 'admin-gateway', audience: 'mcp-router' } as const;
    this.runs = createVerifier({ type: 'run', ...expected });
    this.clients = createVerifier({ type: 'access', ...expected });
  }

  /** @throws InvalidTokenError */
  ofRun(token: string): Caller {
    return this.unlessRevoked(toRunCaller(this.runs.verify(token)));
  }

  /** @throws InvalidTokenError, also for an API token: it is for another door */
  ofClient(token: string): Caller {
    const claims = this.clients.verify(token);
    if (claims.kind !== 'mcp') throw new InvalidTokenError('token.bad_claims', 'not a token of an MCP client');
    return this.unlessRevoked(toClientCaller(claims));
  }

  private unlessRevoked(caller: Caller): Caller {
    const { workspaceId, tokenId, originTokenId } = caller;
    const isRevoked = [tokenId, originTokenId].some((id) => id !== null && this.identity.isRevoked(workspaceId, id));
    if (isRevoked) throw new RevokedTokenError();
    return caller;
  }
}
