import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { StreamAccess } from './stream-access.client.js';

@Module({ imports: [AccessModule], providers: [StreamAccess], exports: [StreamAccess] })
export class EventStreamsModule {}
