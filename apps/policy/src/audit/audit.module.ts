import { Module } from '@nestjs/common';
import { StoresModule } from '../stores.module.js';
import { AuditResponder } from './audit.responder.js';
import { ListAuditedRows } from './list-audited-rows.use-case.js';

@Module({ imports: [StoresModule], controllers: [AuditResponder], providers: [ListAuditedRows] })
export class AuditModule {}
