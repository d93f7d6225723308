import { Module } from '@nestjs/common';
import { ToolListClient } from './tool-list.client.js';
import { ToolsController } from './tools.controller.js';

@Module({ controllers: [ToolsController], providers: [ToolListClient] })
export class ToolsModule {}
