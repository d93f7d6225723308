import { Module } from '@nestjs/common';
import { ApproverGroupsModule } from '../approver-groups/approver-groups.module.js';
import { ApprovalCards } from './approval-cards.client.js';
import { ApprovalSettingsController } from './approval-settings.controller.js';
import { ApprovalsController } from './approvals.controller.js';
import { DecisionsController } from './decisions.controller.js';

@Module({
  imports: [ApproverGroupsModule],
  controllers: [ApprovalsController, ApprovalSettingsController, DecisionsController],
  providers: [ApprovalCards],
})
export class ApprovalsModule {}
