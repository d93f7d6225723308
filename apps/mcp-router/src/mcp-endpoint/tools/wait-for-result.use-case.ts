import { Injectable } from '@nestjs/common';
import { AwaitCall } from '../../calls/await-call.use-case.js';
import type { Call } from '../../calls/call.js';
import { CallReader } from '../../calls/call-reader.repository.js';
import { isTerminal } from '../../calls/call-state.js';
import { PROGRESS_INTERVAL_MS } from '../../limits.js';
import type { RpcParams } from '../protocol/rpc-message.js';
import type { Dialogue } from '../relay/dialogue.js';
import type { ApprovalWay } from './approval-way.js';
import { presentOpenCall, presentResult } from './present-result.js';

/** The client's request, for as long as it is open. */
export interface ClientRequest {
  readonly key: string;
  /** As the client calls it. */
  readonly toolName: string;
  /** What it brings back from an earlier round, if anything. */
  readonly round: RpcParams;
  readonly signal: AbortSignal;
  /** Says that the wait goes on; absent where the client did not ask for progress. */
  readonly progress?: (seconds: number) => void;
  /** What it can be told of a call that waits for longer than it is held. */
  readonly way: ApprovalWay;
  /** With the server behind the call, while it is made. */
  readonly dialogue: Dialogue;
}

/** Holds a request open while a person decides. What happens to the call never depends on it. */
@Injectable()
export class WaitForResult {
  constructor(
    private readonly awaitCall: AwaitCall,
    private readonly reader: CallReader,
  ) {}

  async execute(call: Call, holdMs: number, request: ClientRequest): Promise<Buffer> {
    return this.present(await this.hold(call, holdMs, request));
  }

  /** @returns the call as it is at the end of the wait, settled or not */
  async hold({ workspaceId, id }: Call, holdMs: number, { signal, progress }: ClientRequest): Promise<Call> {
    const stopProgress = startProgress(progress);
    try {
      const ended = await this.awaitCall.execute(workspaceId, id, { timeoutMs: holdMs, signal });
      if (signal.aborted && ended.state === 'pending_approval') await this.reader.markClientGone(workspaceId, id);
      return ended;
    } finally {
      stopProgress();
    }
  }

  async present(call: Call): Promise<Buffer> {
    if (!isTerminal(call.state)) return presentOpenCall(call);
    const bytes = await this.reader.findResult(call.workspaceId, call.id);
    return bytes === null ? presentOpenCall(call) : presentResult(bytes, call.id);
  }
}

function startProgress(progress: ClientRequest['progress']): () => void {
  if (progress === undefined) return () => undefined;
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
    progress((ticks * PROGRESS_INTERVAL_MS) / 1_000);
  }, PROGRESS_INTERVAL_MS);
  return () => clearInterval(timer);
}
