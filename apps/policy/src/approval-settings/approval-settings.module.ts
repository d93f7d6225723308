import { Module } from '@nestjs/common';
import { StoresModule } from '../stores.module.js';
import { ApprovalSettingsResponder } from './approval-settings.responder.js';
import { UpdateApprovalSettings } from './update-approval-settings.use-case.js';

@Module({ imports: [StoresModule], controllers: [ApprovalSettingsResponder], providers: [UpdateApprovalSettings] })
export class ApprovalSettingsModule {}
