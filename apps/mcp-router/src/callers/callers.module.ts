import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Jwks } from '@countersign/tokens';
import { Copies } from '../copies/copies.js';
import { CallerGuard } from './caller.guard.js';

@Global()
@Module({})
export class CallersModule {
  static forRoot(gatewayKeys: Jwks): DynamicModule {
    const guard = {
      provide: CallerGuard,
      inject: [Copies],
      useFactory: ({ identity }: Copies) => new CallerGuard(gatewayKeys, identity),
    };
    return { module: CallersModule, providers: [guard], exports: [CallerGuard] };
  }
}
