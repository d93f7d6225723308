/** A small real service without an HTTP side, run as a child process by no-http.int-spec.ts. */
import { createRequire } from 'node:module';
import { Controller, Get, Logger, Module, type OnModuleDestroy } from '@nestjs/common';
import { MessagePattern, Transport } from '@nestjs/microservices';
import { bootstrap, defineConfig, envBool, envPort } from './index.js';

@Controller()
class WorkerController implements OnModuleDestroy {
  private readonly logger = new Logger('Worker');

  @MessagePattern('worker.express-modules.v1')
  expressModules(): string[] {
    return Object.keys(createRequire(import.meta.url).cache).filter((path) => /[/\\](express|multer)[/\\]/.test(path));
  }

  onModuleDestroy(): void {
    this.logger.log('hook has run');
  }
}

@Controller()
class RouteController {
  @Get('things')
  things(): string[] {
    return [];
  }
}

@Module({})
class WorkerModule {}

const readConfig = defineConfig(
  { rpcPort: envPort('RPC_PORT'), hasRoute: envBool('HAS_ROUTE', { default: false }) },
  ({ rpcPort, hasRoute }) => ({ rpcPort, hasRoute }),
);

await bootstrap({
  service: 'worker',
  readConfig,
  module: ({ hasRoute }) => ({
    module: WorkerModule,
    controllers: hasRoute ? [WorkerController, RouteController] : [WorkerController],
  }),
  microservice: ({ rpcPort }) => ({ transport: Transport.TCP, options: { host: '127.0.0.1', port: rpcPort } }),
});
