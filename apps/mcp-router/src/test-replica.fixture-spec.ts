import 'reflect-metadata';
import { busMicroservice } from '@countersign/messaging';
import { ReadinessRegistry, ServiceLogger, ServiceModule } from '@countersign/service';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { AppModule } from './app.module.js';
import type { RouterConfig } from './config.js';

@Module({})
class TestRoot {}

/** One router in this process, as `bootstrap` would start it. */
export async function startReplica(config: RouterConfig): Promise<INestApplication> {
  const logger = new ServiceLogger({ service: 'mcp-router', level: config.log.level });
  const root = {
    module: TestRoot,
    imports: [ServiceModule.forRoot(logger, new ReadinessRegistry()), AppModule.forRoot(config)],
  };
  const app = await NestFactory.create(root, { logger, abortOnError: false, bodyParser: false });
  app.connectMicroservice<MicroserviceOptions>(busMicroservice(config.bus), { inheritAppConfig: false });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
