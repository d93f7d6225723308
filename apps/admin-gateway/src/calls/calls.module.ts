import { Module } from '@nestjs/common';
import { CallResultClient } from './call-result.client.js';
import { CallsController } from './calls.controller.js';

@Module({ controllers: [CallsController], providers: [CallResultClient] })
export class CallsModule {}
