import { Module } from '@nestjs/common';
import { IdentityChangeRepository } from './identity-change.repository.js';
import { IdentityChangesResponder } from './identity-changes.responder.js';
import { IdentityHeartbeatHost } from './identity-heartbeat.host.js';

@Module({
  controllers: [IdentityChangesResponder],
  providers: [IdentityChangeRepository, IdentityHeartbeatHost],
  exports: [IdentityChangeRepository],
})
export class IdentityChangesModule {}
