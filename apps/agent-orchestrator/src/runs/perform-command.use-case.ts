import { Inject, Injectable } from '@nestjs/common';
import { assertNever } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { MessageTooLargeError, RemoteError } from '@countersign/messaging';
import { ServiceLogger } from '@countersign/service';
import { AgentRepository, type VersionedAgent } from '../agents/agent.repository.js';
import { AskModelUseCase } from '../model/ask-model.use-case.js';
import { RouterClient } from '../router/router.client.js';
import { RunTokenClient } from '../router/run-token.client.js';
import { SuccessorMissingError } from './run.errors.js';
import type { LoadedRun } from './run.repository.js';
import type { RunEvent } from './run-event.js';
import { hasResult, type RunCall } from './run-call.js';

import { SettledCallClient } from './settled-call.client.js';
import type { EffectCommand } from './still-due.js';
import { whyRunEnds } from './why-run-ends.js';

/** The clients a command needs, together, so that the use case stays small. */
@Injectable()
export class RunWorld {
  constructor(
    @Inject(RouterClient) readonly router: RouterClient,
    @Inject(RunTokenClient) readonly tokens: RunTokenClient,
    @Inject(AskModelUseCase) readonly askModel: AskModelUseCase,
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
    try {
      return await this.perform(loaded, command);
    } catch (error) {
      const reason = whyRunEnds(error);
      if (reason === null) throw error;
      this.logger.warn('a run cannot go on', { runId: loaded.run.id, err: error });
      return [{ type: 'run_failed', reason }];
    }
  }

  private async perform(loaded: LoadedRun, command: EffectCommand): Promise<RunEvent[]> {
    switch (command.type) {
      case 'ask_model':
        return this.askModel(loaded, command.turn);
      case 'submit_call':
        return this.submit(loaded, command.call);
      case 'check_call':
        return this.check(loaded, command.call);
      default:
        return assertNever(command);
    }
  }

  private async askModel(loaded: LoadedRun, turn: number): Promise<RunEvent[]> {
    const agent = await this.agentOf(loaded);
    const tools = await this.world.tokens.use(loaded.run, agent, (token) => this.world.router.listOfferedTools(token));
    return this.world.askModel.execute(loaded, { agent, tools, turn });
  }

  /** @throws SuccessorMissingError when the call is to be made again and the router has only the one before */
  private async submit(loaded: LoadedRun, call: RunCall): Promise<RunEvent[]> {
    const { toolCallId } = call;
    const agent = await this.agentOf(loaded);
    try {
      const { callId, state, approvalId } = await this.world.tokens.use(loaded.run, agent, (token) =>
        this.world.router.submit(token, call),
      );
      if (state === 'retried') throw new SuccessorMissingError(callId);
      const asked = approvalId ? { approvalId } : {};
      const submitted = { type: 'call_submitted', toolCallId, callId, state, ...asked } as const;
      // Ended already, and perhaps announced before this: nobody will say it again.
      const settled = hasResult(state)
        ? await this.world.settledCalls.find(loaded.run.workspaceId, toolCallId, callId)
        : null;
      return settled ? [submitted, settled] : [submitted];
    } catch (error) {
      if (!isAboutTheCall(error)) throw error;
      return [{ type: 'call_refused', toolCallId, message: `Failed: ${error.message}` }];
    }
  }

  private async check({ run }: LoadedRun, { toolCallId, callId, state }: RunCall): Promise<RunEvent[]> {
    if (callId === null) return [];
    const end = await this.world.settledCalls.find(run.workspaceId, toolCallId, callId);
    return end === null || (end.state === state && !hasResult(state)) ? [] : [end];
  }

  private async agentOf({ run }: LoadedRun): Promise<VersionedAgent> {
    return this.database.read(run.workspaceId, (tx) => this.agents.get(tx, run.agentId, run.agentVersion));
  }
}

/** The router will never take it, e.g. arguments that are no JSON object or too large to send: that is the model's to know. */
function isAboutTheCall(error: unknown): error is Error {
  if (error instanceof MessageTooLargeError) return true;
  return error instanceof RemoteError && /^(json|request|arguments|tool_name)\./.test(error.code);
}
