import { Module } from '@nestjs/common';
import { IdentityChangeRepository } from './identity-change.repository.js';
import { IdentityChangesResponder } from './identity-changes.responder.js';
import { IdentityHeartbeatHost } from './identity-heartbeat.host.js';
import { RecordIdentityChanges } from './record-identity-changes.use-case.js';

@Module({
  controllers: [IdentityChangesResponder],
  providers: [IdentityChangeRepository, IdentityHeartbeatHost, RecordIdentityChanges],
  exports: [IdentityChangeRepository, RecordIdentityChanges],
})
export class IdentityChangesModule {}
