import { toConversation } from '../model/conversation.js';
import type { ProposedCall, RunEvent } from '../runs/run-event.js';
import type { RunState } from '../runs/run-state.js';
import { toToolCallId } from '../runs/tool-call-id.js';
import { ensure } from './check-run.fixture-spec.js';
import type { Process } from './process.fixture-spec.js';
import type { Loaded } from './simulated-run-log.fixture-spec.js';
import type { Universe } from './universe.fixture-spec.js';

/** As `step-signs.host.ts` has it. */
const STEP_SIGN_MS = 20_000;
const THOUGHT_MS_MAX = 150_000;
/** A model that has come to rest asks for nothing more after so many turns. */
const TURNS_IN_PEACE = 4;

/** Answers as the seed has it: with calls or without, late, never, or that the conversation is too long. */
export class SimulatedModel {
  /** As many as its context holds. */
  private readonly resultsMax: number;

  constructor(private readonly universe: Universe) {
    this.resultsMax = 2 + universe.random.below(8);
  }

  *ask({ run, state }: Loaded, turn: number): Process<RunEvent[]> {
    const { random } = this.universe;
    checkQuestion(state);
    yield;
    const tooLong = this.findTooLong(state);
    if (tooLong.length > 0) return [{ type: 'results_compacted', toolCallIds: tooLong }];
    yield* this.think(() => {
      run.head = { ...run.head, checkedAtMs: this.universe.databaseNowMs() };
    });
    if (this.universe.isStormy() && random.chance(0.2)) return [this.fail()];
    const usage = { inputTokens: random.below(100), outputTokens: random.below(100), cachedInputTokens: 0 };
    const messagesRead = state.messages.length;
    return [{ type: 'turn_answered', turn, text: `answer ${turn}`, calls: this.propose(turn), messagesRead, usage }];
  }

  private *think(sign: () => void): Process {
    const { random } = this.universe;
    if (!random.chance(0.3)) return yield;
    for (let leftMs = random.below(THOUGHT_MS_MAX); leftMs > 0; leftMs -= STEP_SIGN_MS) {
      yield { untilMs: this.universe.nowMs + Math.min(leftMs, STEP_SIGN_MS) };
      // A sign that cannot be given is missed.
      if (!this.universe.losesRequest()) sign();
    }
  }

  private propose(turn: number): ProposedCall[] {
    const { random } = this.universe;
    if (!this.universe.isStormy() && turn > TURNS_IN_PEACE) return [];
    return Array.from({ length: random.below(6) }, (_, index) => ({
      toolCallId: toToolCallId(turn, index),
      exposedName: 'tool',
      arguments: random.chance(0.04) ? 'no JSON' : '{}',
    }));
  }

  private fail(): RunEvent {
    return { type: 'model_failed', message: 'overloaded', canRepeat: !this.universe.random.chance(0.05) };
  }

  /** The results that are left out before the model is asked: whoever asks finds the same. */
  private findTooLong({ calls }: RunState): string[] {
    const whole = calls.filter(({ isCompacted }) => !isCompacted);
    return whole.length < this.resultsMax ? [] : whole.map(({ toolCallId }) => toolCallId);
  }
}

/** One result for each call, right after the turn that proposed it. That it is the right one, the witness knows. */
function checkQuestion(state: RunState): void {
  let owed = 0;
  for (const { role, content } of toConversation(state)) {
    ensure(role === 'tool' || owed === 0, 'the model is asked with a call that has no result');
    if (role === 'assistant') owed = content.filter(({ type }) => type === 'tool-call').length;
    if (role !== 'tool') continue;
    ensure(content.length === owed, `the model is given ${content.length} results of ${owed} calls`);
    owed = 0;
  }
}
