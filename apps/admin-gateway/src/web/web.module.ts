import { Module } from '@nestjs/common';
import { WebFiles } from './web-files.host.js';
import { WebController } from './web.controller.js';

@Module({ providers: [WebFiles], controllers: [WebController] })
export class WebModule {}
