import { type DynamicModule, Module } from '@nestjs/common';
import { CallerGuard } from '../callers/caller.guard.js';
import { CallerRates } from '../callers/caller-rates.host.js';
import { CopiesHost } from '../copies/copies.host.js';
import { InFlight } from '../dispatch/in-flight.host.js';
import { OffersModule } from '../offers/offers.module.js';
import { CallTool } from './call-tool.use-case.js';
import { CancelRequest } from './cancel-request.use-case.js';
import { McpProtocol } from './mcp-protocol.server.js';
import { McpServer, type McpEndpointOptions } from './mcp.server.js';
import { OpenRequests } from './open-requests.js';
import { WaitForResult } from './wait-for-result.use-case.js';

@Module({})
export class McpEndpointModule {
  static forRoot(options: McpEndpointOptions, calls: DynamicModule): DynamicModule {
    const server = {
      provide: McpServer,
      inject: [CallerGuard, CallerRates, CopiesHost, McpProtocol, InFlight],
      useFactory: (
        callers: CallerGuard,
        rates: CallerRates,
        copies: CopiesHost,
        protocol: McpProtocol,
        inFlight: InFlight,
      ) => new McpServer(options, { callers, rates, copies, protocol, inFlight }),
    };
    return {
      module: McpEndpointModule,
      imports: [calls, OffersModule],
      providers: [OpenRequests, WaitForResult, CancelRequest, CallTool, McpProtocol, server],
    };
  }
}
