/** A small real service, run as a child process by bootstrap.int-spec.ts. */
import { Body, Controller, Get, Logger, Module, Param, Post, Query, type DynamicModule } from '@nestjs/common';
import { MessagePattern, Transport } from '@nestjs/microservices';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { DomainError } from '@countersign/contracts';
import { bootstrap, defineConfig, envPort, envSecret, inputValidationPipe, ReadinessRegistry } from './index.js';

class Owner {
  @IsString() name!: string;
}

class Thing {
  @IsInt() size!: number;
  @ValidateNested() @Type(() => Owner) owner!: Owner;
}

class IntegrationNotFoundError extends DomainError {
  constructor(id: string) {
    super('integration.not_found', 'There is no such integration.', { id });
  }
}

@Controller()
class SampleController {
  private readonly logger = new Logger('Sample');

  constructor(private readonly readiness: ReadinessRegistry) {}

  @MessagePattern('sample.double.v1')
  double(value: number): number {
    return value * 2;
  }

  @Post('things')
  create(@Body() thing: Thing): Thing {
    return thing;
  }

  @Get('integrations/:id')
  find(@Param('id') id: string): never {
    throw new IntegrationNotFoundError(id);
  }

  @Get('broken')
  broken(): never {
    throw new Error('the secret plan is at postgres://app:hunter2@db/plan');
  }

  @Get('log')
  log(): string {
    this.logger.log('calling upstream', {
      headers: { Authorization: 'Bearer abc.def.ghi' },
      note: 'sent Bearer abc.def.ghi',
    });
    return 'logged';
  }

  @Get('slow')
  async slow(@Query('ms') ms: string): Promise<string> {
    this.logger.log('slow request begun');
    await new Promise((resolve) => setTimeout(resolve, Number(ms)));
    return 'slow but done';
  }

  @Get('not-ready')
  notReady(): string {
    this.readiness.register('catalogue', () => 'behind by 3 revisions');
    return 'ok';
  }

  @Get('reject')
  reject(): string {
    void Promise.reject(new Error('nobody waits for this'));
    return 'rejected';
  }
}

@Module({})
class SampleModule {
  static forRoot(): DynamicModule {
    return { module: SampleModule, controllers: [SampleController] };
  }
}

const readConfig = defineConfig(
  { httpPort: envPort('PORT'), rpcPort: envPort('RPC_PORT'), apiKey: envSecret('API_KEY') },
  ({ httpPort, rpcPort }) => ({ httpPort, rpcPort }),
);

await bootstrap({
  service: 'sample',
  readConfig,
  module: () => SampleModule.forRoot(),
  microservice: ({ rpcPort }) => ({ transport: Transport.TCP, options: { host: '127.0.0.1', port: rpcPort } }),
  http: ({ httpPort }) => ({
    host: '127.0.0.1',
    port: httpPort,
    bodyLimitBytes: 1_000,
    configure: (app) => {
      app.useGlobalPipes(inputValidationPipe());
    },
  }),
});
