import { Injectable } from '@nestjs/common';
import { assertNever } from '@countersign/contracts';
import type { Call } from '../../calls/call.js';
import { CallReader } from '../../calls/call-reader.repository.js';
import { isSettled } from '../../calls/call-state.js';
import { noSuchApproval, toResultBytes } from '../../calls/model-answers.js';
import type { Caller } from '../../callers/caller.js';
import { HOLD_MS_MAX } from '../../limits.js';
import type { RpcParams } from '../protocol/rpc-message.js';
import { RPC, RpcError } from '../protocol/rpc.errors.js';
import { createdTask } from '../tasks/task-json.js';
import { toTaskState } from '../tasks/task-state.js';
import { ApprovalPages, pageRequired } from './approval-pages.host.js';
import { toResult } from './present-result.js';
import { WaitForResult, type ClientRequest } from './wait-for-result.use-case.js';

/** What a client is told of a call that is in the ledger, and most often waits for a person. */
@Injectable()
export class AnswerRecordedCall {
  constructor(
    private readonly waiting: WaitForResult,
    private readonly pages: ApprovalPages,
    private readonly reader: CallReader,
  ) {}

  /** @throws RpcError for what clients of 2025-11-25 are told by an error */
  async execute(caller: Caller, call: Call, request: ClientRequest): Promise<Buffer> {
    const { way } = request;
    // Clients of 2025-11-25 asked for a task, whatever became of the call; the others take one where it is of use.
    const isTask = way.kind === 'task' && (way.era === 'legacy' || !isSettled(call.state));
    if (isTask) return createdTask(toTaskState(call), way.era);
    const ended = await this.waiting.hold(call, caller.holdMs, request);
    const isWaiting = ended.state === 'pending_approval' && !request.signal.aborted;
    return (isWaiting ? this.offerPage(caller, ended, request) : null) ?? this.waiting.present(ended);
  }

  /**
   * The same call again, whatever became of it meanwhile; whoever has been at the page once is not sent there again.
   *
   * @returns null for a request that does not come back from a page
   */
  async executeReturn(caller: Caller, argumentsHash: string, request: ClientRequest): Promise<Buffer | null> {
    const returned = this.pages.findReturn(caller, { name: request.toolName, argumentsHash }, request.round);
    if (returned === null) return null;
    const call = await this.reader.findByApprovalOrId(caller.workspaceId, returned.callId);
    if (call === null) return toResult(noSuchApproval());
    return this.waiting.execute(call, returned.hasAgreed ? caller.holdMs : 0, request);
  }

  /** The built-in tool. An id proves nothing: only the principal's own calls are told about. */
  async executeStatus(caller: Caller, args: RpcParams, request: ClientRequest): Promise<Buffer> {
    if (request.way.kind === 'task' && request.way.era === 'legacy') throw noTask();
    const id = args['approval_id'];
    const found = typeof id === 'string' ? await this.reader.findByApprovalOrId(caller.workspaceId, id) : null;
    const isOwn = found?.principal.kind === caller.principal.kind && found.principal.id === caller.principal.id;
    if (found === null || !isOwn) return toResult(noSuchApproval());
    return this.waiting.execute(found, HOLD_MS_MAX, request);
  }

  /** A task for a call of 2025-11-25 that nobody needs to approve. Its row is there before it is sent. */
  async asTask(workspaceId: string, callId: string): Promise<Buffer> {
    return createdTask(toTaskState(await this.reader.get(workspaceId, callId)), 'legacy');
  }

  private offerPage(caller: Caller, call: Call, { way, toolName }: ClientRequest): Buffer | null {
    const elicitation = way.kind === 'page' ? this.pages.elicitationOf(call) : null;
    if (way.kind !== 'page' || elicitation === null) return null;
    switch (way.era) {
      case 'modern':
        return toResultBytes(this.pages.toInputRequired(caller, { call, toolName }, elicitation));
      case 'legacy':
        throw pageRequired(call, elicitation);
      default:
        return assertNever(way.era);
    }
  }
}

/** As the list of tools says. */
function noTask(): RpcError {
  return new RpcError({ code: RPC.methodNotFound, message: 'this tool does not run as a task', status: 200 });
}
