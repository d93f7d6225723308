import { Module } from '@nestjs/common';
import { IntegrationChecksController } from './integration-checks.controller.js';
import { IntegrationsController } from './integrations.controller.js';

@Module({ controllers: [IntegrationChecksController, IntegrationsController] })
export class IntegrationsModule {}
