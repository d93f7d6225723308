import { Module } from '@nestjs/common';
import { CallStatisticsRepository } from './call-statistics.repository.js';
import { StatisticsResponder } from './statistics.responder.js';

@Module({ controllers: [StatisticsResponder], providers: [CallStatisticsRepository] })
export class StatisticsModule {}
