import { Module } from '@nestjs/common';
import { Copies } from '../copies/copies.js';
import { Definitions } from './definitions.client.js';
import { ListOfferedTools } from './list-offered-tools.use-case.js';
import { OfferLists } from './offer-lists.js';
import { OffersResponder } from './offers.responder.js';

@Module({
  controllers: [OffersResponder],
  providers: [
    Definitions,
    { provide: OfferLists, inject: [Copies], useFactory: (copies: Copies) => new OfferLists(copies) },
    ListOfferedTools,
  ],
  exports: [Definitions, OfferLists, ListOfferedTools],
})
export class OffersModule {}
