import {
  cancelCall,
  getCall,
  getCallStory,
  listCallArguments,
  ListCallArgumentsRequest,
  InvalidInputError,
  listCalls,
  PAGE_SIZE_MAX,
  readCallResult,
  resolveCall,
  RESULT_RANGE_BYTES_MAX,
  submitCall,
  type CallArgumentsList,
  type CallDetails,
  type CallPage,
  type CallRequest,
  type CallResultRange,
  type CallStory,
  type CallView,
  type CancelCallRequest,
  type ListCallsRequest,
  type ReadCallResultRequest,
  type ResolveCallRequest,
  type SubmitCallRequest,
  type SubmittedCall,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { readArguments } from '@countersign/tokens';
import { CallerGuard } from '../callers/caller.guard.js';
import type { CallFilter } from './call-filter.js';
import { CallReader } from './call-reader.repository.js';
import { CallStoryRepository } from './call-story.repository.js';
import { toCallDetails, toCallView } from './call.view.js';
import { CancelCall } from './cancel-call.use-case.js';

import { ResolveCall } from './resolve-call.use-case.js';
import { SubmitCall, type Submission } from './submit-call.use-case.js';

@Responder()
export class SubmissionsResponder {
  constructor(
    private readonly callers: CallerGuard,
    private readonly submit: SubmitCall,
  ) {}

  /** Answers when the call is recorded; how it ends is told by `router.call.settled.v1`. */
  @Responds(submitCall)
  async submitCall(request: SubmitCallRequest): Promise<SubmittedCall> {
    const caller = this.callers.ofRun(request.runToken);
    const { exposedName, toolCallId } = request;
    assertStorable(toolCallId);
    const submission = await this.submit.execute(caller, {
      exposedName,
      toolCallId,
      arguments: readArguments(request.arguments),
    });
    return toSubmittedCall(submission);
  }
}

@Responder()
export class CallsResponder {
  constructor(
    private readonly reader: CallReader,
    private readonly stories: CallStoryRepository,
    private readonly cancel: CancelCall,
    private readonly resolve: ResolveCall,
  ) {}

  @Responds(getCall)
  async get({ workspaceId, callId }: CallRequest): Promise<CallDetails> {
    return toCallDetails(await this.reader.get(workspaceId, callId));
  }

  @Responds(getCallStory)
  async getStory({ workspaceId, callId }: CallRequest): Promise<CallStory> {
    return this.stories.get(workspaceId, callId);
  }

  @Responds(listCalls)
  async list({ workspaceId, limit = PAGE_SIZE_MAX, ...query }: ListCallsRequest): Promise<CallPage> {
    const { calls, nextCursor } = await this.reader.list(workspaceId, { ...toCallFilter(query), limit });
    return { items: calls.map(toCallView), nextCursor };
  }

  @Responds(listCallArguments)
  async listArguments({ workspaceId, callIds }: ListCallArgumentsRequest): Promise<CallArgumentsList> {
    return { items: await this.reader.listArguments(workspaceId, callIds) };
  }

  @Responds(readCallResult)
  async readResult({ workspaceId, callId, offset }: ReadCallResultRequest): Promise<CallResultRange> {
    const range = await this.reader.readResult(workspaceId, callId, { offset, length: RESULT_RANGE_BYTES_MAX });
    return { totalBytes: range.totalBytes, bytes: range.bytes.toString('base64') };
  }

  @Responds(cancelCall)
  async cancelCall({ workspaceId, callId, actor, reason }: CancelCallRequest): Promise<CallView> {
    return toCallView(await this.cancel.execute(workspaceId, callId, { actor, reason }));
  }

  @Responds(resolveCall)
  async resolveCall(request: ResolveCallRequest): Promise<CallView> {
    return toCallView(await this.resolve.execute(request));
  }
}

/** Null and absent mean the same on the wire. */
function toCallFilter({ from, until, ...query }: Omit<ListCallsRequest, 'workspaceId' | 'limit'>) {
  const present = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return {
    ...(Object.fromEntries(present) as Omit<CallFilter, 'from' | 'until'> & { readonly cursor?: string }),
    ...(from ? { from: new Date(from) } : {}),
    ...(until ? { until: new Date(until) } : {}),
  };
}

function toSubmittedCall(submission: Submission): SubmittedCall {
  if (submission.kind === 'running') return { callId: submission.call.id, state: 'dispatching' };
  const { id: callId, state, approval } = submission.call;
  return { callId, state, approvalId: approval?.id ?? null };
}

/** Postgres text holds neither U+0000 nor half a character, and an id must come back as it was. */
function assertStorable(toolCallId: string): void {
  if (toolCallId.isWellFormed() && !toolCallId.includes('\0')) return;
  throw new InvalidInputError([{ pointer: '/toolCallId', code: 'bad_text', message: 'must be plain text' }]);
}
