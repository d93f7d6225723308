import { Injectable } from '@nestjs/common';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { progressTokenOf } from '../protocol/request-meta.js';
import { isRecord, type RpcParams } from '../protocol/rpc-message.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import type { Dialogue } from '../relay/dialogue.js';
import { Dialogues } from '../relay/dialogues.host.js';
import { approvalWayOf } from './approval-way.js';
import { CheckParameterHeaders } from './check-parameter-headers.use-case.js';
import { CallTool, type ToolCall } from './call-tool.use-case.js';
import { clientRequestKey } from './client-request.js';
import { toResultOfEra } from './result-of-era.js';
import type { ClientRequest } from './wait-for-result.use-case.js';

/** `tools/call` as the protocol has it: what is asked for is read here, and answered in the words of the client's era. */
@Injectable()
export class ServeToolCall implements McpMethod {
  readonly name = 'tools/call';
  readonly eras: readonly Era[] = ['legacy', 'modern'];

  constructor(
    private readonly callTool: CallTool,
    private readonly dialogues: Dialogues,
    private readonly parameterHeaders: CheckParameterHeaders,
  ) {}

  async execute(request: McpRequest): Promise<MethodResult> {
    const call = readToolCall(request.params);
    if (request.era === 'modern') await this.parameterHeaders.execute(request, call);
    const asked = toClientRequest(request, call.name, await this.dialogues.of(request));
    const result = await this.callTool.execute(request.caller, call, asked);
    return { json: toResultOfEra(result, request.era) };
  }
}

function readToolCall({ name, arguments: args }: RpcParams): ToolCall {
  if (typeof name !== 'string') throw invalidParams('the name of the tool is missing');
  if (args === undefined) return { name };
  if (!isRecord(args)) throw invalidParams('the arguments are not an object');
  return { name, arguments: args };
}

function toClientRequest(request: McpRequest, toolName: string, dialogue: Dialogue): ClientRequest {
  const { sessionId, id, params, client } = request;
  const progressToken = progressTokenOf(params);
  return {
    dialogue,
    toolName,
    round: params,
    way: approvalWayOf(request),
    key: clientRequestKey(sessionId, id),
    get signal() {
      return client.signal;
    },
    ...(progressToken === undefined
      ? {}
      : {
          progress: (progress: number) =>
            client.notify('notifications/progress', {
              progressToken,
              progress,
              message: 'Waiting for a person’s approval.',
            }),
        }),
  };
}
