import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyKeyRepository } from './idempotency-key.repository.js';
import { EndedRowsSweeper } from './ended-rows.sweeper.js';

@Module({
  imports: [AuditModule, SessionsModule],
  providers: [
    IdempotencyKeyRepository,
    EndedRowsSweeper,
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class IdempotencyModule {}
