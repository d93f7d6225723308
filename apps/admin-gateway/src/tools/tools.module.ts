import { Module } from '@nestjs/common';
import { ApproverGroupsModule } from '../approver-groups/approver-groups.module.js';
import { ToolListClient } from './tool-list.client.js';
import { ToolReviewController } from './tool-review.controller.js';
import { ToolsController } from './tools.controller.js';

@Module({
  imports: [ApproverGroupsModule],
  controllers: [ToolReviewController, ToolsController],
  providers: [ToolListClient],
})
export class ToolsModule {}
