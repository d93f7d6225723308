import { Inject, Injectable } from '@nestjs/common';
import type { OfferedTool } from '@countersign/contracts';
import { ServiceLogger } from '@countersign/service';
import type { VersionedAgent } from '../agents/agent.repository.js';
import type { LoadedRun } from '../runs/run.repository.js';
import type { RunEvent } from '../runs/run-event.js';
import type { RunState } from '../runs/run-state.js';
import { afterFailure, planFor } from './after-failure.js';
import { correctionOf, inputTokensMax, tokensToSpare } from './context-budget.js';
import { toConversation } from './conversation.js';
import { EndedRunWatch } from './ended-run-watch.host.js';
import { estimateTokens } from './estimate-tokens.js';
import { ModelClient, type ModelQuestion } from './model.client.js';
import { takesFiles } from './takes-files.js';
import { RunDeltas } from './run-deltas.client.js';
import { toTurn } from './to-turn.js';

export interface QuestionOfRun {
  readonly agent: VersionedAgent;
  readonly tools: readonly OfferedTool[];
  readonly turn: number;
}

/** Asks the model for the next turn of a run, after making the conversation fit its window. */
@Injectable()
export class AskModelUseCase {
  constructor(
    @Inject(ModelClient) private readonly model: ModelClient,
    @Inject(RunDeltas) private readonly deltas: RunDeltas,
    @Inject(EndedRunWatch) private readonly endedRuns: EndedRunWatch,
    @Inject(ServiceLogger) private readonly logger: ServiceLogger,
  ) {}

  /** The turn, a failure, results to leave out before it is asked, or nothing when the run ended meanwhile. */
  async execute(loaded: LoadedRun, { agent, tools, turn }: QuestionOfRun): Promise<RunEvent[]> {
    const { provider, model, instructions, parameters } = agent.version;
    const messages = toConversation(loaded.state, { takesFiles: takesFiles({ provider }) });
    const question = { provider, model, instructions, messages, tools, parameters };
    const excess = this.excessOf(loaded.state, question);
    const compacted = excess === 0 ? [] : planFor(loaded.state, question, excess);
    if (compacted.length > 0) return [{ type: 'results_compacted', toolCallIds: compacted }];
    return this.endedRuns.during(loaded.run.id, (signal) => this.ask(loaded, question, turn, signal));
  }

  private excessOf(state: RunState, question: ModelQuestion): number {
    const tokensMax = inputTokensMax(this.model.factsOf(question), question.parameters.maxOutputTokens);
    // A count of the whole conversation, that nothing is to be compared with, is saved.
    if (tokensMax === null) return 0;
    const correction = correctionOf(state, question, { takesFiles: takesFiles(question) });
    return tokensToSpare(estimateTokens(question), correction, tokensMax);
  }

  private async ask(
    { run, state }: LoadedRun,
    question: ModelQuestion,
    turn: number,
    signal: AbortSignal,
  ): Promise<RunEvent[]> {
    const deltas = this.deltas.begin({ workspaceId: run.workspaceId, runId: run.id, turn });
    try {
      const answer = await this.model.ask(question, { signal, onText: (text) => deltas.add(text) });
      const asked = { turn, messagesRead: state.messages.length, estimatedTokens: estimateTokens(question) };
      return toTurn(asked, answer);
    } catch (error) {
      if (signal.aborted) return [];
      const failure = this.model.failureOf(error, question);
      // Not the error itself: it holds what the model was asked.
      this.logger.warn('the model could not be asked', { runId: run.id, reason: failure.message });
      return [afterFailure(state, question, failure)];
    } finally {
      deltas.end();
    }
  }
}
