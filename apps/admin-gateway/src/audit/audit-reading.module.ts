import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AuditController } from './audit.controller.js';
import { AuditModule } from './audit.module.js';
import { ExportAudit } from './export-audit.use-case.js';

/** Apart from what writes it: who may enter is decided by modules that are audited themselves. */
@Module({ imports: [AccessModule, AuditModule], controllers: [AuditController], providers: [ExportAudit] })
export class AuditReadingModule {}
