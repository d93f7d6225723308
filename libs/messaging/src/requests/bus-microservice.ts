import type { MicroserviceOptions } from '@nestjs/microservices';
import type { ServiceBusOptions } from '../bus/service-bus-options.js';
import { BusServer } from './bus.server.js';

/** For `NestFactory.createMicroservice` and `app.connectMicroservice`. */
export function busMicroservice(options: ServiceBusOptions): MicroserviceOptions {
  return { strategy: new BusServer(options) };
}
