import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { type OpenedSession, OpenSession } from '../sessions/open-session.use-case.js';
import { FindPerson } from './find-person.use-case.js';
import { toLoginSecrets } from './login-secrets.js';
import { OidcError } from './oidc.errors.js';
import { OidcLoginRepository } from './oidc-login.repository.js';
import { ProviderClient } from './provider.client.js';
import { PROVIDER } from './provider.token.js';

export interface FinishedLogin extends OpenedSession {
  readonly returnTo: string;
}

@Injectable()
export class FinishOidcLogin {
  constructor(
    private readonly database: Database,
    private readonly logins: OidcLoginRepository,
    private readonly findPerson: FindPerson,
    private readonly openSession: OpenSession,
    @Inject(PROVIDER) private readonly provider: ProviderClient | null,
  ) {}

  /**
   * The state must be that of this browser's cookie, and is spent before anything is asked of the provider.
   *
   * @throws OidcError
   */
  async execute(callbackUrl: URL, cookieSecret: string | undefined, userAgent?: string): Promise<FinishedLogin> {
    if (this.provider === null) throw new OidcError('not_configured');
    if (cookieSecret === undefined) throw new OidcError('bad_callback');
    const secrets = toLoginSecrets(cookieSecret);
    const states = callbackUrl.searchParams.getAll('state');
    if (states.length !== 1 || states[0] !== secrets.state) throw new OidcError('bad_callback');
    const login = await this.database.system((tx) => this.logins.take(tx, secrets.state));
    if (login === null) throw new OidcError('bad_callback');
    const person = await this.provider.prove(callbackUrl, secrets);
    const { returnTo, invitationId } = login;
    return this.database.system(async (tx) => {
      const user = await this.findPerson.execute(tx, person, invitationId);
      return { ...(await this.openSession.execute(tx, user, { way: 'oidc', userAgent })), returnTo };
    });
  }
}
