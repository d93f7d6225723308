import { assertNever, type CallState, TERMINAL_CALL_STATES } from '@countersign/contracts';
import type { RunEvent, RunStarted, TurnAnswered } from '../runs/run-event.js';

/**
 * What an observer of the log notes down, apart from `run-state.ts` and in the simplest way: the model of what the decider
 * must hold.
 */
export class Witness {
  readonly log: RunEvent[] = [];
  started: RunStarted | null = null;
  readonly turns: TurnAnswered[] = [];
  readonly messages: string[] = [];
  readonly results = new Map<string, { readonly text: string; readonly isError: boolean }>();
  readonly compacted = new Set<string>();
  /** Calls that the router has taken, and that were not made again since. */
  readonly withRouter = new Set<string>();
  /** The last that was said of a call. */
  readonly callStates = new Map<string, CallState>();
  end: 'finished' | 'failed' | 'cancelled' | null = null;
  isSuspended = false;
  spentTurns = 0;
  spentTokens = 0;

  note(event: RunEvent): void {
    this.log.push(event);
    switch (event.type) {
      case 'run_started':
        this.started = event;
        return;
      case 'message_received':
        return this.noteMessage(event.text);
      case 'turn_answered':
        return this.noteTurn(event);
      case 'results_compacted':
        for (const id of event.toolCallIds) this.compacted.add(id);
        return;
      case 'call_submitted':
        this.withRouter.add(event.toolCallId);
        this.callStates.set(event.toolCallId, event.state);
        return;
      case 'call_refused':
        this.results.set(event.toolCallId, { text: event.message, isError: true });
        return;
      case 'call_settled':
        return this.noteEnd(event);
      case 'run_suspended':
      case 'run_resumed':
        this.isSuspended = event.type === 'run_suspended';
        return;
      case 'run_finished':
        this.end = 'finished';
        return;
      case 'run_failed':
        this.end = 'failed';
        return;
      case 'run_cancelled':
        this.end = 'cancelled';
        return;
      case 'model_failed':
        return;
      default:
        assertNever(event);
    }
  }

  /** In the order of their proposal. */
  waiting(): string[] {
    return this.turns
      .flatMap(({ calls }) => calls.map(({ toolCallId }) => toolCallId))
      .filter((id) => !this.results.has(id));
  }

  private noteMessage(text: string): void {
    this.messages.push(text);
    if (this.end === null) return;
    this.end = null;
    this.isSuspended = false;
    this.spentTurns = 0;
    this.spentTokens = 0;
  }

  private noteTurn(turn: TurnAnswered): void {
    this.turns.push(turn);
    this.spentTurns += 1;
    this.spentTokens += (turn.usage?.inputTokens ?? 0) + (turn.usage?.outputTokens ?? 0);
  }

  private noteEnd({ toolCallId, state, result: text, isError }: Extract<RunEvent, { type: 'call_settled' }>): void {
    this.callStates.set(toolCallId, state);
    if (state === 'retried') this.withRouter.delete(toolCallId);
    else this.withRouter.add(toolCallId);
    if (state !== 'retried' && TERMINAL_CALL_STATES.includes(state)) this.results.set(toolCallId, { text, isError });
  }
}
