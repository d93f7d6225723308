import { Module } from '@nestjs/common';
import { StoresModule } from '../stores.module.js';
import { ListPolicyChanges } from './list-policy-changes.use-case.js';
import { PolicyChangesResponder } from './policy-changes.responder.js';
import { PolicyHeartbeat } from './policy-heartbeat.host.js';

@Module({
  imports: [StoresModule],
  controllers: [PolicyChangesResponder],
  providers: [ListPolicyChanges, PolicyHeartbeat],
})
export class PolicyChangesModule {}
