import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { createVerifier, KeyRing, type TokenVerifier } from '@countersign/tokens';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config.js';
import { readSessionCookie } from '../sessions/session-cookie.js';
import { csrfTokenOf, hashOfSecret, sessionBindingOf } from '../sessions/session-secret.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { TokenRepository } from '../tokens/token.repository.js';
import type { UserEntity } from '../users/user.entity.js';
import { AuthRequiredError, RevokedTokenError } from './access.errors.js';
import type { Identity } from './principal.js';

type FindSession = (tx: EntityManager, idHash: string) => Promise<UserEntity | null>;

/** An Authorization header wins over a cookie: no page can make a browser send one unasked. */
@Injectable()
export class Authenticator {
  private readonly verifier: TokenVerifier<'access'>;

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly tokens: TokenRepository,
    @Inject(CONFIG) private readonly config: Config,
    keys: KeyRing,
  ) {
    this.verifier = createVerifier({
      type: 'access',
      keys,
      issuer: 'admin-gateway',
      audience: 'admin-gateway',
    });
  }

  /** Notes the use: a session that is used does not end of silence. @throws AuthRequiredError, RevokedTokenError, InvalidTokenError */
  async authenticate(request: Request): Promise<Identity> {
    return this.find(request, (tx, idHash) => this.sessions.use(tx, idHash));
  }

  /** For what a browser does with nobody before it: a session stays as idle as it is. @throws as `authenticate` */
  async recognize(request: Request): Promise<Identity> {
    return this.find(request, (tx, idHash) => this.sessions.find(tx, idHash));
  }

  private async find(request: Request, findSession: FindSession): Promise<Identity> {
    const header = request.get('authorization');
    if (header !== undefined) return this.ofToken(header);
    const secret = readSessionCookie(request.get('cookie'), this.config.http.publicUrl);
    if (secret === undefined) throw new AuthRequiredError();
    return this.ofSession(secret, findSession);
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

  private async ofSession(secret: string, findSession: FindSession): Promise<Identity> {
    const user = await this.database.system((tx) => findSession(tx, hashOfSecret(secret)));
    if (!user) throw new AuthRequiredError('The session has ended; sign in again.');
    const { id, name } = user;
    const ofSession = { csrfToken: csrfTokenOf(secret), sessionBinding: sessionBindingOf(secret) };
    return { kind: 'user', id, name, ownerId: id, token: null, ...ofSession };
  }
}
