import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ReadinessRegistry } from './readiness-registry.js';
import { ServiceLogger } from './service-logger.js';

/** Gives every module of the service the objects that bootstrap made before Nest. */
@Global()
@Module({})
export class ServiceModule {
  static forRoot(logger: ServiceLogger, readiness: ReadinessRegistry): DynamicModule {
    const providers = [
      { provide: ServiceLogger, useValue: logger },
      { provide: ReadinessRegistry, useValue: readiness },
    ];
    return { module: ServiceModule, providers, exports: [ServiceLogger, ReadinessRegistry] };
  }
}
