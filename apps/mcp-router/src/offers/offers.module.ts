import { Module } from '@nestjs/common';
import { Definitions } from './definitions.client.js';
import { ListOfferedTools } from './list-offered-tools.use-case.js';
import { OffersResponder } from './offers.responder.js';

@Module({
  controllers: [OffersResponder],
  providers: [Definitions, ListOfferedTools],
  exports: [Definitions, ListOfferedTools],
})
export class OffersModule {}
