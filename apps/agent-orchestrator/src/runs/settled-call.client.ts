import { Inject, Injectable } from '@nestjs/common';
import type { CallState } from '@countersign/contracts';
import { toToolResult } from '../model/tool-result.js';
import { RouterClient } from '../router/router.client.js';
import type { CallSettledInRun } from './run-event.js';
import { hasResult } from './run-call.js';

export interface EndedCall {
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
    const end = { type: 'call_settled', toolCallId, callId, state, isError } as const;
    if (!hasResult(state)) return { ...end, result: '' };
    const { text: result, blocks } = toToolResult(await this.router.readResult(workspaceId, callId));
    return { ...end, result, ...(blocks !== undefined && { blocks }) };
  }

  /** How the call ended, by asking; null while it has not. */
  async find(workspaceId: string, toolCallId: string, callId: string): Promise<CallSettledInRun | null> {
    const { state, isError } = await this.router.get(workspaceId, callId);
    const hasEnded = hasResult(state) || state === 'unknown' || state === 'retried';
    return hasEnded ? this.toEvent(workspaceId, { toolCallId, callId, state, isError: isError ?? false }) : null;
  }
}
