import { Module } from '@nestjs/common';
import { StoresModule } from '../stores.module.js';
import { IdentityChangedConsumer } from './identity-changed.consumer.js';
import { IdentityClient } from './identity.client.js';
import { RevokeTokens } from './revoke-tokens.use-case.js';

@Module({ imports: [StoresModule], providers: [IdentityChangedConsumer, IdentityClient, RevokeTokens] })
export class IdentityChangesModule {}
