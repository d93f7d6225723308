import { Injectable } from '@nestjs/common';
import { DomainError } from '@countersign/contracts';
import { canonicalArguments } from '@countersign/tokens';
import type { Caller } from '../../callers/caller.js';
import { APPROVAL_STATUS_TOOL } from '../../calls/approval-status-tool.js';
import { failed, notAvailable } from '../../calls/model-answers.js';
import type { Proposal } from '../../calls/new-call.js';
import { SubmitCall, type Submission } from '../../calls/submit-call.use-case.js';
import { readTraceparent } from '../../upstream/trace-context.js';
import { metaOf } from '../protocol/request-meta.js';
import { CancelRequest } from './cancel-request.use-case.js';
import { AnswerRecordedCall } from './answer-recorded-call.use-case.js';
import { OpenRequests } from './open-requests.js';
import { toResult } from './present-result.js';
import type { ClientRequest } from './wait-for-result.use-case.js';

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
    private readonly requests: OpenRequests,
    private readonly cancelRequest: CancelRequest,
    private readonly recorded: AnswerRecordedCall,
  ) {}

  /** @returns the result's JSON, as the ledger has it */
  async execute(caller: Caller, call: ToolCall, request: ClientRequest): Promise<Buffer> {
    if (call.name === APPROVAL_STATUS_TOOL) return this.recorded.executeStatus(caller, call.arguments ?? {}, request);
    try {
      return await this.call(caller, call, request);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return toResult(error.code.startsWith('json.') ? failed(error.message) : notAvailable(error.message));
    }
  }

  private async call(caller: Caller, call: ToolCall, request: ClientRequest): Promise<Buffer> {
    const canonical = canonicalArguments(call.arguments);
    const returned = await this.recorded.executeReturn(caller, canonical.hash, request);
    if (returned !== null) return returned;
    for (;;) {
      const submission = await this.submitCancellable(
        caller,
        { exposedName: call.name, arguments: canonical },
        request,
      );
      if (submission.kind === 'recorded') return this.recorded.execute(caller, submission.call, request);
      if (request.way.kind === 'task' && request.way.era === 'legacy') {
        return this.recorded.asTask(caller.workspaceId, submission.call.id);
      }
      const answer = await request.dialogue.answer(submission.call, await submission.outcome);
      if (answer !== null) return answer;
    }
  }

  private async submitCancellable(
    caller: Caller,
    proposed: Pick<Proposal, 'exposedName' | 'arguments'>,
    { key, dialogue, way, round }: ClientRequest,
  ): Promise<Submission> {
    const open = this.requests.open(caller, key);
    try {
      const submission = await this.submit.execute(caller, {
        ...proposed,
        toolCallId: null,
        clientRequest: key,
        traceparent: readTraceparent(metaOf(round)?.['traceparent']),
        // Whoever asked for a task of 2025-11-25 does not wait for what the server says.
        ...(way.kind === 'task' && way.era === 'legacy' ? {} : { clientOf: (made) => dialogue.begin(made) }),
      });
      const isTooEarly = open.isCancelled() && submission.kind === 'recorded';
      if (isTooEarly) await this.cancelRequest.cancel(caller, submission.call, '');
      return submission;
    } finally {
      open.close();
    }
  }
}
