import { Inject, Injectable } from '@nestjs/common';
import { type CallState, TERMINAL_CALL_STATES } from '@countersign/contracts';
import { toResultText } from '../model/result-text.js';
import { RouterClient } from '../router/router.client.js';
import type { CallSettledInRun } from './run-event.js';

interface EndedCall {
  readonly toolCallId: string;
  readonly callId: string;
  readonly state: CallState;
  readonly isError: boolean;
}

/** Turns the end of a call into the event of its run, with what the model is given. */
@Injectable()
export class SettledCallClient {
  constructor(@Inject(RouterClient) private readonly router: RouterClient) {}

  async toEvent(workspaceId: string, { toolCallId, callId, state, isError }: EndedCall): Promise<CallSettledInRun> {
    const hasResult = TERMINAL_CALL_STATES.includes(state) && state !== 'retried';
    const result = hasResult ? toResultText(await this.router.readResult(workspaceId, callId)) : '';
    return { type: 'call_settled', toolCallId, callId, state, isError, result };
  }
}
