import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createEgress, type AllowRule } from '@countersign/egress';
import { RequestClient } from '@countersign/messaging';
import { HeldTotal } from '../held-total.js';
import { UpstreamHealth } from '../upstream-health/upstream-health.host.js';
import { UpstreamHealthResponder } from '../upstream-health/upstream-health.responder.js';
import { HeldAnswers } from './held-answers.js';
import { OtherEra } from './other-era.client.js';
import { ParameterHeaders } from './parameter-headers.client.js';
import { UpstreamResolver } from './resolve-upstream.client.js';
import { UpstreamOpener } from './upstream-opener.client.js';
import { UpstreamClient } from './upstream.client.js';

export interface UpstreamOptions {
  readonly allow: readonly AllowRule[];
  readonly sealingPrivateKeyPem: string;
}

@Injectable()
class UpstreamCloser implements OnApplicationShutdown {
  constructor(@Inject(UpstreamClient) private readonly upstreams: UpstreamClient) {}

  onApplicationShutdown(): void {
    this.upstreams.close();
  }
}

@Module({})
export class UpstreamModule {
  static forRoot({ allow, sealingPrivateKeyPem }: UpstreamOptions): DynamicModule {
    return {
      module: UpstreamModule,
      global: true,
      controllers: [UpstreamHealthResponder],
      providers: [
        { provide: UpstreamHealth, useFactory: () => new UpstreamHealth() },
        { provide: HeldTotal, useFactory: () => new HeldTotal() },
        {
          provide: UpstreamClient,
          inject: [UpstreamHealth, HeldTotal],
          useFactory: (health: UpstreamHealth, total: HeldTotal) =>
            new UpstreamClient(createEgress({ allow }), health, new HeldAnswers(total)),
        },
        {
          provide: UpstreamResolver,
          inject: [RequestClient],
          useFactory: (requests: RequestClient) => new UpstreamResolver(requests, sealingPrivateKeyPem),
        },
        {
          provide: OtherEra,
          inject: [RequestClient, UpstreamResolver],
          useFactory: (requests: RequestClient, resolver: UpstreamResolver) => new OtherEra(requests, resolver),
        },
        {
          provide: ParameterHeaders,
          inject: [RequestClient],
          useFactory: (requests: RequestClient) => new ParameterHeaders(requests),
        },
        {
          provide: UpstreamOpener,
          inject: [UpstreamResolver, UpstreamClient, OtherEra],
          useFactory: (...parts: ConstructorParameters<typeof UpstreamOpener>) => new UpstreamOpener(...parts),
        },
        UpstreamCloser,
      ],
      exports: [
        HeldTotal,
        UpstreamClient,
        UpstreamHealth,
        UpstreamOpener,
        UpstreamResolver,
        OtherEra,
        ParameterHeaders,
      ],
    };
  }
}
