import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { Bus, connectBus } from './bus/bus.js';
import { type ServiceBusOptions, toBusOptions } from './bus/service-bus-options.js';
import { ConsumerHost } from './events/consumer.host.js';
import { discoverConsumers } from './events/discover-consumers.js';
import { RequestClient } from './requests/request.client.js';

/** Provides `Bus`, `RequestClient` and `ConsumerHost` everywhere, and runs every `@Consumes` provider. */
@Module({})
export class MessagingModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(ConsumerHost) private readonly host: ConsumerHost,
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
  ) {}

  static forRoot(options: ServiceBusOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: Bus, useFactory: () => connectBus(toBusOptions(options, 'application')) },
        { provide: RequestClient, inject: [Bus], useFactory: (bus: Bus) => new RequestClient(bus) },
        {
          provide: ConsumerHost,
          inject: [Bus],
          useFactory: (bus: Bus) => new ConsumerHost({ bus, service: options.service }),
        },
      ],
      exports: [Bus, RequestClient, ConsumerHost],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    try {
      for (const { contract, consumer } of discoverConsumers(this.discovery)) this.host.add(contract, consumer);
    } catch (error) {
      // An application that did not start is not shut down either; its connection would keep the process alive.
      await this.bus.close();
      throw error;
    }
    this.host.start();
  }

  /** Before connections to anything are closed: handlers at work still need them. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.host.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.bus.close();
  }
}
