import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { KeyRing } from '@countersign/tokens';
import { Copies } from '../copies/copies.js';
import { CallerGuard } from './caller.guard.js';
import { TokenUsesTeller } from './token-uses.host.js';
import { CallerRates, type CallerRateOptions } from './caller-rates.host.js';

@Global()
@Module({})
export class CallersModule {
  static forRoot(gatewayKeys: KeyRing, rates: CallerRateOptions): DynamicModule {
    const guard = {
      provide: CallerGuard,
      inject: [Copies],
      useFactory: ({ identity }: Copies) => new CallerGuard(gatewayKeys, identity),
    };
    const limits = { provide: CallerRates, useFactory: () => new CallerRates(rates) };
    return {
      module: CallersModule,
      providers: [guard, limits, TokenUsesTeller],
      exports: [CallerGuard, CallerRates, TokenUsesTeller],
    };
  }
}
