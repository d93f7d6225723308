import { Module } from '@nestjs/common';
import { CallApprovalClient } from './call-approval.client.js';
import { CallResultClient } from './call-result.client.js';
import { CallsController } from './calls.controller.js';

@Module({ controllers: [CallsController], providers: [CallApprovalClient, CallResultClient] })
export class CallsModule {}
