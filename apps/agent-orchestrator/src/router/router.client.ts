import { Inject, Injectable } from '@nestjs/common';
import {
  type CallDetails,
  cancelRunCalls,
  type CancelRunCallsRequest,
  getCall,
  listOfferedTools,
  type OfferedTool,
  readCallResult,
  submitCall,
  type SubmittedCall,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { ShortResultError } from './router.errors.js';
import type { RunCall } from '../runs/run-call.js';

/** The only way from a run to a tool. */
@Injectable()
export class RouterClient {
  constructor(@Inject(RequestClient) private readonly requests: RequestClient) {}

  async listOfferedTools(runToken: string): Promise<OfferedTool[]> {
    const tools: OfferedTool[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: OfferedTool[]; nextCursor: string | null } = await this.requests.ask(listOfferedTools, {
        runToken,
        ...(cursor === null ? {} : { cursor }),
      });
      tools.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return tools;
  }

  /** Safe to repeat: the same (run, toolCallId) is the same call. */
  async submit(runToken: string, call: RunCall): Promise<SubmittedCall> {
    const { toolCallId, exposedName } = call;
    return this.requests.ask(submitCall, { runToken, toolCallId, exposedName, arguments: call.arguments });
  }

  /** Safe to repeat: what has ended stays as it is. */
  async cancelRunCalls(request: CancelRunCallsRequest): Promise<void> {
    await this.requests.ask(cancelRunCalls, request);
  }

  async get(workspaceId: string, callId: string): Promise<CallDetails> {
    return this.requests.ask(getCall, { workspaceId, callId });
  }

  /** The JSON of the call's `CallToolResult`, read in ranges. */
  async readResult(workspaceId: string, callId: string): Promise<string> {
    const ranges: Buffer[] = [];
    let offset = 0;
    let totalBytes = 0;
    do {
      const range = await this.requests.ask(readCallResult, { workspaceId, callId, offset });
      const bytes = Buffer.from(range.bytes, 'base64');
      ranges.push(bytes);
      offset += bytes.length;
      totalBytes = range.totalBytes;
      if (bytes.length === 0 && offset < totalBytes) throw new ShortResultError(callId, offset, totalBytes);
    } while (offset < totalBytes);
    return Buffer.concat(ranges).toString('utf8');
  }
}
