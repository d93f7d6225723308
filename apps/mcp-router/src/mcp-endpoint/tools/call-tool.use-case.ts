import { Injectable } from '@nestjs/common';
import { DomainError } from '@countersign/contracts';
import { canonicalArguments } from '@countersign/tokens';
import type { Caller } from '../../callers/caller.js';
import { APPROVAL_STATUS_TOOL } from '../../calls/approval-status-tool.js';
import { CallReader } from '../../calls/call-reader.repository.js';
import { failed, notAvailable, noSuchApproval } from '../../calls/model-answers.js';
import { SubmitCall, type Submission } from '../../calls/submit-call.use-case.js';
import { HOLD_MS_MAX } from '../../limits.js';
import { CancelRequest } from './cancel-request.use-case.js';
import { OpenRequests } from './open-requests.js';
import { toResult } from './present-result.js';
import { WaitForResult, type ClientRequest } from './wait-for-result.use-case.js';

export interface ToolCall {
  readonly name: string;
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * `tools/call` of an external client. Whatever is wrong with the call itself (an unknown or disabled tool, bad arguments)
 * is an error *result*: models read those, while clients hide protocol errors from them or give up.
 */
@Injectable()
export class CallTool {
  constructor(
    private readonly submit: SubmitCall,
    private readonly waiting: WaitForResult,
    private readonly reader: CallReader,
    private readonly requests: OpenRequests,
    private readonly cancelRequest: CancelRequest,
  ) {}

  /** @returns the result's JSON, as the ledger has it */
  async execute(caller: Caller, call: ToolCall, request: ClientRequest): Promise<Buffer> {
    if (call.name === APPROVAL_STATUS_TOOL) return this.approvalStatus(caller, call, request);
    try {
      return await this.call(caller, call, request);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return toResult(error.code.startsWith('json.') ? failed(error.message) : notAvailable(error.message));
    }
  }

  private async call(caller: Caller, call: ToolCall, request: ClientRequest): Promise<Buffer> {
    for (;;) {
      const submission = await this.submitCancellable(caller, call, request);
      if (submission.kind === 'recorded') return this.waiting.execute(submission.call, caller.holdMs, request);
      const answer = await request.dialogue.answer(submission.call, await submission.outcome);
      if (answer !== null) return answer;
    }
  }

  private async submitCancellable(
    caller: Caller,
    call: ToolCall,
    { key, dialogue }: ClientRequest,
  ): Promise<Submission> {
    const open = this.requests.open(caller, key);
    try {
      const submission = await this.submit.execute(caller, {
        exposedName: call.name,
        arguments: canonicalArguments(call.arguments),
        toolCallId: null,
        clientRequest: key,
        clientOf: (made) => dialogue.begin(made),
      });
      const isTooEarly = open.isCancelled() && submission.kind === 'recorded';
      if (isTooEarly) await this.cancelRequest.cancel(caller, submission.call, '');
      return submission;
    } finally {
      open.close();
    }
  }

  /** An id proves nothing: only the principal's own calls are told about. */
  private async approvalStatus(caller: Caller, call: ToolCall, request: ClientRequest): Promise<Buffer> {
    const id = call.arguments?.['approval_id'];
    const found = typeof id === 'string' ? await this.reader.findByApprovalOrId(caller.workspaceId, id) : null;
    const isOwn = found?.principal.kind === caller.principal.kind && found.principal.id === caller.principal.id;
    if (found === null || !isOwn) return toResult(noSuchApproval());
    return this.waiting.execute(found, HOLD_MS_MAX, request);
  }
}
