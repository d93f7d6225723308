import { Inject, Injectable } from '@nestjs/common';
import { TERMINAL_CALL_STATES } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { RemoteError } from '@countersign/messaging';
import { ServiceLogger } from '@countersign/service';
import { AgentRepository, type VersionedAgent } from '../agents/agent.repository.js';
import { toConversation } from '../model/conversation.js';
import { ModelClient } from '../model/model.client.js';
import { toModelFailure } from '../model/model-failure.js';
import { RouterClient } from '../router/router.client.js';
import { RunTokenClient } from '../router/run-token.client.js';
import type { RunCommand } from './decide.js';
import type { LoadedRun } from './run.repository.js';
import type { RunEvent } from './run-event.js';
import type { RunCall } from './run-state.js';
import { SettledCallClient } from './settled-call.client.js';
import { toolCallId } from './tool-call-id.js';

/** What only the world can answer; holds no transaction while it asks. */
export type EffectCommand = Extract<RunCommand, { type: 'ask_model' | 'submit_call' | 'check_call' }>;

/** The clients a command needs, together, so that the use case stays small. */
@Injectable()
export class RunWorld {
  constructor(
    @Inject(RouterClient) readonly router: RouterClient,
    @Inject(RunTokenClient) readonly tokens: RunTokenClient,
    @Inject(ModelClient) readonly model: ModelClient,
    @Inject(SettledCallClient) readonly settledCalls: SettledCallClient,
  ) {}
}

@Injectable()
export class PerformCommandUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(RunWorld) private readonly world: RunWorld,
    @Inject(ServiceLogger) private readonly logger: ServiceLogger,
  ) {}

  /** The events that came of it; none when there is nothing new. Throws when it must be tried again. */
  async execute(loaded: LoadedRun, command: EffectCommand): Promise<RunEvent[]> {
    switch (command.type) {
      case 'ask_model':
        return [await this.askModel(loaded, command.turn)];
      case 'submit_call':
        return [await this.submit(loaded, command.call)];
      case 'check_call':
        return this.check(loaded, command.call);
    }
  }

  private async askModel(loaded: LoadedRun, turn: number): Promise<RunEvent> {
    const agent = await this.agentOf(loaded);
    const tools = await this.world.router.listOfferedTools(await this.world.tokens.get(loaded.run, agent));
    const { provider, model, instructions } = agent.version;
    try {
      const messages = toConversation(loaded.state);
      const answer = await this.world.model.ask({ provider, model, instructions, messages, tools });
      const calls = answer.calls.map((call, index) => ({ ...call, toolCallId: toolCallId(turn, index) }));
      return { type: 'turn_answered', turn, text: answer.text, calls };
    } catch (error) {
      this.logger.warn('the model could not be asked', { runId: loaded.run.id, err: error });
      return { type: 'model_failed', message: toModelFailure(error) };
    }
  }

  private async submit(loaded: LoadedRun, call: RunCall): Promise<RunEvent> {
    const token = await this.world.tokens.get(loaded.run, await this.agentOf(loaded));
    try {
      const { callId, state } = await this.world.router.submit(token, call);
      return { type: 'call_submitted', toolCallId: call.toolCallId, callId, state };
    } catch (error) {
      if (!isAboutTheCall(error)) throw error;
      return { type: 'call_refused', toolCallId: call.toolCallId, message: `Failed: ${error.message}` };
    }
  }

  private async check({ run }: LoadedRun, { toolCallId: id, callId, state }: RunCall): Promise<RunEvent[]> {
    if (callId === null) return [];
    const call = await this.world.router.get(run.workspaceId, callId);
    const hasEnded = TERMINAL_CALL_STATES.includes(call.state) || call.state === 'unknown';
    if (!hasEnded || call.state === state) return [];
    const ended = { toolCallId: id, callId, state: call.state, isError: call.isError ?? false };
    return [await this.world.settledCalls.toEvent(run.workspaceId, ended)];
  }

  private async agentOf({ run }: LoadedRun): Promise<VersionedAgent> {
    return this.database.read(run.workspaceId, (tx) => this.agents.get(tx, run.agentId, run.agentVersion));
  }
}

/** The router understood and will never take it, e.g. arguments that are no JSON object: that is the model's to know. */
function isAboutTheCall(error: unknown): error is RemoteError {
  return error instanceof RemoteError && /^(json|request|arguments|tool_name|call)\./.test(error.code);
}
