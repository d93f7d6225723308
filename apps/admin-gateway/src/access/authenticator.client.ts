import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { createVerifier, type TokenVerifier } from '@countersign/tokens';
import type { Request } from 'express';
import { CONFIG, type Config, verifyingKeys } from '../config.js';
import { readSessionCookie } from '../sessions/session-cookie.js';
import { csrfTokenOf, hashOfSecret, sessionBindingOf } from '../sessions/session-secret.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { TokenRepository } from '../tokens/token.repository.js';
import { AuthRequiredError, RevokedTokenError } from './access.errors.js';
import type { Identity } from './principal.js';

/** An Authorization header wins over a cookie: no page can make a browser send one unasked. */
@Injectable()
export class Authenticator {
  private readonly verifier: TokenVerifier<'access'>;

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly tokens: TokenRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.verifier = createVerifier({
      type: 'access',
      keys: verifyingKeys(config),
      issuer: 'admin-gateway',
      audience: 'admin-gateway',
    });
  }

  /** @throws AuthRequiredError, RevokedTokenError, InvalidTokenError */
  async authenticate(request: Request): Promise<Identity> {
    const header = request.get('authorization');
    if (header !== undefined) return this.ofToken(header);
    const secret = readSessionCookie(request.get('cookie'), this.config.http.publicUrl);
    if (secret === undefined) throw new AuthRequiredError();
    return this.ofSession(secret);
  }

  private async ofToken(header: string): Promise<Identity> {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(header) ?? [];
    if (token === undefined) throw new AuthRequiredError('The Authorization header is not "Bearer <token>".');
    const { jti, workspace, kind } = this.verifier.verify(token);
    const row =
      kind === 'api' ? await this.database.transaction(workspace, (tx) => this.tokens.use(tx, workspace, jti)) : null;
    if (!row) throw new RevokedTokenError();
    const { id, name, ownerId, scopes } = row;
    return {
      kind: 'token',
      id,
      name,
      ownerId,
      token: { workspaceId: workspace, scopes },
      csrfToken: null,
      sessionBinding: null,
    };
  }

  private async ofSession(secret: string): Promise<Identity> {
    const user = await this.database.system((tx) => this.sessions.use(tx, hashOfSecret(secret)));
    if (!user) throw new AuthRequiredError('The session has ended; sign in again.');
    const { id, name } = user;
    const ofSession = { csrfToken: csrfTokenOf(secret), sessionBinding: sessionBindingOf(secret) };
    return { kind: 'user', id, name, ownerId: id, token: null, ...ofSession };
  }
}
