import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { InvitedAccounts } from '../invitations/invited-accounts.repository.js';
import { newSecret } from '../sessions/new-secret.js';
import { hashOfSecret } from '../sessions/session-secret.js';
import { toLoginSecrets } from './login-secrets.js';
import { OidcError } from './oidc.errors.js';
import { type OidcLogin, OidcLoginRepository } from './oidc-login.repository.js';
import { PROVIDER } from './provider.token.js';
import { ProviderClient } from './provider.client.js';

export interface StartedLogin {
  /** For the cookie of the browser that goes there. */
  readonly cookieSecret: string;
  readonly authorizationUrl: string;
}

@Injectable()
export class StartOidcLogin {
  constructor(
    private readonly database: Database,
    private readonly logins: OidcLoginRepository,
    private readonly accounts: InvitedAccounts,
    @Inject(PROVIDER) private readonly provider: ProviderClient | null,
  ) {}

  /** @throws OidcError */
  async execute(login: OidcLogin): Promise<StartedLogin> {
    if (this.provider === null) throw new OidcError('not_configured');
    const cookieSecret = newSecret();
    const secrets = toLoginSecrets(cookieSecret);
    const authorizationUrl = await this.provider.authorizationUrl(secrets);
    await this.database.system((tx) => this.logins.insert(tx, secrets.state, login));
    return { cookieSecret, authorizationUrl };
  }

  /** @throws InvitationNotFoundError, OidcError */
  async ofInvitation(secret: string): Promise<StartedLogin> {
    const { invitation } = await this.database.system((tx) => this.accounts.find(tx, hashOfSecret(secret)));
    return this.execute({ returnTo: '/', invitationId: invitation.id });
  }
}
