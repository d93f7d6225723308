import { Module } from '@nestjs/common';
import { StoresModule } from '../stores.module.js';
import { EntitlementsResponder } from './entitlements.responder.js';
import { SetEntitlements } from './set-entitlements.use-case.js';

@Module({ imports: [StoresModule], controllers: [EntitlementsResponder], providers: [SetEntitlements] })
export class EntitlementsModule {}
