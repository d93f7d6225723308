import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { InvitationsModule } from '../invitations/invitations.module.js';
import { MembersModule } from '../members/members.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { WorkspacesModule } from '../workspaces/workspaces.module.js';
import { AuthMethodsController } from './auth-methods.controller.js';
import { FindPerson } from './find-person.use-case.js';
import { FinishOidcLogin } from './finish-oidc-login.use-case.js';
import { OidcLoginRepository } from './oidc-login.repository.js';
import { OidcMembership } from './oidc-membership.use-case.js';
import { OidcPagesController } from './oidc-pages.controller.js';
import { ProviderClient } from './provider.client.js';
import { PROVIDER } from './provider.token.js';
import { StartOidcLogin } from './start-oidc-login.use-case.js';

const provider = {
  provide: PROVIDER,
  inject: [CONFIG],
  useFactory: ({ oidc, http }: Config): ProviderClient | null =>
    oidc ? new ProviderClient(oidc, new URL('/auth/oidc/callback', http.publicUrl).href) : null,
};

/** Signing in at a provider of OpenID Connect instead of with a password. */
@Module({
  imports: [UsersModule, MembersModule, InvitationsModule, SessionsModule, WorkspacesModule],
  controllers: [AuthMethodsController, OidcPagesController],
  providers: [provider, OidcLoginRepository, OidcMembership, FindPerson, StartOidcLogin, FinishOidcLogin],
})
export class OidcModule {}
