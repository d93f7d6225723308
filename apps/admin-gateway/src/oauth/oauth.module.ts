import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CompleteAuthorization } from './complete-authorization.use-case.js';
import { IntegrationOAuthController } from './integration-oauth.controller.js';
import { OAuthPagesController } from './oauth-pages.controller.js';

/** How upstream servers are authorized, as far as a browser takes part in it. The registry keeps what comes of it. */
@Module({
  imports: [AccessModule],
  controllers: [IntegrationOAuthController, OAuthPagesController],
  providers: [CompleteAuthorization],
})
export class OAuthModule {}
