import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CallerGuard } from '../callers/caller.guard.js';
import { CallerRates } from '../callers/caller-rates.host.js';
import { TokenUsesTeller } from '../callers/token-uses.host.js';
import { Copies } from '../copies/copies.js';
import { InFlight } from '../dispatch/in-flight.host.js';
import { HeldTotal } from '../held-total.js';
import { OffersModule } from '../offers/offers.module.js';
import { Exchanges } from './http/exchanges.host.js';
import { HeldBytes } from './http/held-bytes.js';
import { toChallenge } from './http/protected-resource.js';
import { McpEngine } from './mcp-engine.server.js';
import { McpServer, type McpEndpointOptions } from './mcp.server.js';
import { DiscoverServer } from './methods/discover-server.use-case.js';
import { Initialize } from './methods/initialize.use-case.js';
import type { McpMethod } from './methods/mcp-method.js';
import { MethodTable } from './methods/method-table.js';
import { PING } from './methods/ping.js';
import { SetLogLevel } from './methods/set-log-level.use-case.js';
import { AskServer } from './offerings/ask-server.client.js';
import { CompleteArgument } from './offerings/complete-argument.use-case.js';
import { GetPrompt } from './offerings/get-prompt.use-case.js';
import { InputRounds } from './offerings/input-rounds.host.js';
import { ListOfferings } from './offerings/list-offerings.use-case.js';
import { ReadResource } from './offerings/read-resource.use-case.js';
import { ResolvePrompt } from './offerings/resolve-prompt.use-case.js';
import { ServerListings } from './offerings/server-listings.client.js';
import { ClientQuestions } from './relay/client-questions.host.js';
import { ClientRelayRepository } from './relay/client-relay.repository.js';
import { ClientRelaySweeper } from './relay/client-relay.sweeper.js';
import { Dialogues } from './relay/dialogues.host.js';
import { RequestStates } from './relay/request-states.host.js';
import { LogLevels } from './sessions/log-levels.host.js';
import { SessionDoor } from './sessions/session-door.server.js';
import { SessionIds } from './sessions/session-ids.host.js';
import { ChangeStreams } from './streams/change-streams.host.js';
import { Listen } from './streams/listen.use-case.js';
import { SessionStreams } from './streams/session-streams.host.js';
import { AskTaskServer } from './tasks/ask-task-server.use-case.js';
import { CancelTask } from './tasks/cancel-task.use-case.js';
import { GetTask } from './tasks/get-task.use-case.js';
import { OwnTasks } from './tasks/own-tasks.use-case.js';
import { ServerTaskIds } from './tasks/server-task-ids.host.js';
import { TaskResult } from './tasks/task-result.use-case.js';
import { UpdateTask } from './tasks/update-task.use-case.js';
import { AnswerRecordedCall } from './tools/answer-recorded-call.use-case.js';
import { ApprovalPages } from './tools/approval-pages.host.js';
import { CallTool } from './tools/call-tool.use-case.js';
import { CancelRequest } from './tools/cancel-request.use-case.js';
import { CheckParameterHeaders } from './tools/check-parameter-headers.use-case.js';
import { ListTools } from './tools/list-tools.use-case.js';
import { OpenRequests } from './tools/open-requests.js';
import { ServeToolCall } from './tools/serve-tool-call.use-case.js';
import { WaitForResult } from './tools/wait-for-result.use-case.js';

/** A method that is not in this list does not exist. */
const METHODS = [
  Initialize,
  DiscoverServer,
  ListTools,
  ServeToolCall,
  Listen,
  GetTask,
  UpdateTask,
  CancelTask,
  TaskResult,
  GetPrompt,
  ReadResource,
  CompleteArgument,
  SetLogLevel,
];

const OFFERINGS: Provider[] = [ServerListings, ResolvePrompt, InputRounds, AskServer, ListOfferings];

const TOOLS: Provider[] = [
  OpenRequests,
  WaitForResult,
  CancelRequest,
  CallTool,
  AnswerRecordedCall,
  AskTaskServer,
  CheckParameterHeaders,
  OwnTasks,
];

const RELAY: Provider[] = [ClientRelayRepository, ClientRelaySweeper, LogLevels, Dialogues];

@Module({})
export class McpEndpointModule {
  static forRoot(options: McpEndpointOptions, sealingPrivateKeyPem: string, calls: DynamicModule): DynamicModule {
    const table: Provider = {
      provide: MethodTable,
      inject: [ListOfferings, ...METHODS],
      useFactory: (lists: ListOfferings, ...methods: McpMethod[]) =>
        new MethodTable([PING, ...lists.methods, ...methods]),
    };
    const sessionIds: Provider = { provide: SessionIds, useFactory: () => new SessionIds(sealingPrivateKeyPem) };
    const states: Provider = { provide: RequestStates, useFactory: () => new RequestStates(sealingPrivateKeyPem) };
    const questions: Provider = {
      provide: ClientQuestions,
      inject: [ClientRelayRepository],
      useFactory: (rows: ClientRelayRepository) => new ClientQuestions(rows, sealingPrivateKeyPem),
    };
    const serverTasks: Provider = {
      provide: ServerTaskIds,
      useFactory: () => new ServerTaskIds(sealingPrivateKeyPem),
    };
    const pages: Provider = {
      provide: ApprovalPages,
      useFactory: () => new ApprovalPages(options.gatewayPublicUrl, sealingPrivateKeyPem),
    };
    return {
      module: McpEndpointModule,
      imports: [calls, OffersModule],
      providers: [
        ...TOOLS,
        ...RELAY,
        ...METHODS,
        ...OFFERINGS,
        table,
        sessionIds,
        states,
        pages,
        serverTasks,
        questions,
        { provide: HeldBytes, inject: [HeldTotal], useFactory: (total: HeldTotal) => new HeldBytes(total) },
        exchangesOf(options),
        ChangeStreams,
        SessionStreams,
        SessionDoor,
        McpEngine,
        serverOf(options),
      ],
    };
  }
}

function exchangesOf(options: McpEndpointOptions): Provider {
  const { connectionsMax } = options;
  const challenge = toChallenge(options, 'the token was revoked');
  return {
    provide: Exchanges,
    inject: [HeldBytes, Copies],
    useFactory: (held: HeldBytes, copies: Copies) => new Exchanges(held, copies, { challenge, connectionsMax }),
  };
}

function serverOf(options: McpEndpointOptions): Provider {
  return {
    provide: McpServer,
    inject: [CallerGuard, CallerRates, Exchanges, McpEngine, SessionDoor, InFlight, TokenUsesTeller],
    useFactory: (
      callers: CallerGuard,
      rates: CallerRates,
      exchanges: Exchanges,
      engine: McpEngine,
      ...[sessions, inFlight, uses]: [SessionDoor, InFlight, TokenUsesTeller]
    ) => new McpServer(options, { callers, rates, exchanges, engine, sessions, inFlight, uses }),
  };
}
