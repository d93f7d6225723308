import { Module } from '@nestjs/common';
import { StoresModule } from '../stores.module.js';
import { CatchUpWithGateway } from './catch-up-with-gateway.use-case.js';
import { IdentityChangedConsumer } from './identity-changed.consumer.js';
import { IdentityClient } from './identity.client.js';
import { RevokeTokens } from './revoke-tokens.use-case.js';

@Module({
  imports: [StoresModule],
  providers: [CatchUpWithGateway, IdentityChangedConsumer, IdentityClient, RevokeTokens],
  exports: [CatchUpWithGateway],
})
export class IdentityChangesModule {}
