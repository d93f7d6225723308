import { Module } from '@nestjs/common';
import { StoresModule } from '../stores.module.js';
import { EntitlementsResponder } from './entitlements.responder.js';

@Module({ imports: [StoresModule], controllers: [EntitlementsResponder] })
export class EntitlementsModule {}
