import { Module } from '@nestjs/common';
import { IntegrationRepository } from './integration.repository.js';

/** The rows alone: every feature of the service needs them. */
@Module({ providers: [IntegrationRepository], exports: [IntegrationRepository] })
export class IntegrationRecordsModule {}
