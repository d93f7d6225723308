import { Injectable } from '@nestjs/common';
import { AwaitCall } from '../../calls/await-call.use-case.js';
import type { Call } from '../../calls/call.js';
import { CallReader } from '../../calls/call-reader.repository.js';
import { isSettled } from '../../calls/call-state.js';
import type { Caller } from '../../callers/caller.js';
import type { McpRequest } from '../methods/mcp-method.js';
import type { RpcParams } from '../protocol/rpc-message.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { WaitForResult } from '../tools/wait-for-result.use-case.js';

/** A task is a call of the ledger, whichever replica is asked for it. An id proves nothing: it opens its principal's own. */
@Injectable()
export class OwnTasks {
  constructor(
    private readonly reader: CallReader,
    private readonly awaitCall: AwaitCall,
    private readonly waiting: WaitForResult,
  ) {}

  /** @throws RpcError, the same for somebody else's as for one that never was */
  async get({ workspaceId, principal }: Caller, taskId: string): Promise<Call> {
    const call = await this.reader.findByApprovalOrId(workspaceId, taskId);
    const isOwn = call?.principal.kind === principal.kind && call.principal.id === principal.id && call.runId === null;
    if (call === null || !isOwn || call.id !== taskId) throw unknownTask();
    return call;
  }

  /** As its model reads it; null before there is anything to read. */
  async resultOf(call: Call): Promise<Buffer | null> {
    return isSettled(call.state) ? this.waiting.present(call) : null;
  }

  /** @returns the call as it is at the end of the wait, settled or not */
  async awaitEnd({ workspaceId, id }: Call, { client }: McpRequest, timeoutMs: number): Promise<Call> {
    return this.awaitCall.execute(workspaceId, id, { timeoutMs, signal: client.signal });
  }
}

export function taskIdOf(params: RpcParams): string {
  const { taskId } = params;
  if (typeof taskId !== 'string') throw invalidParams('taskId is missing');
  return taskId;
}

export function unknownTask(): Error {
  return invalidParams('there is no such task');
}
