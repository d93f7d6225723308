import { Module } from '@nestjs/common';
import { CircuitsController } from './circuits.controller.js';
import { IntegrationCardsController } from './integration-cards.controller.js';
import { IntegrationChecksController } from './integration-checks.controller.js';
import { IntegrationsController } from './integrations.controller.js';

// Fixed words of a path come before those that may be an id.
@Module({
  controllers: [CircuitsController, IntegrationCardsController, IntegrationChecksController, IntegrationsController],
})
export class IntegrationsModule {}
