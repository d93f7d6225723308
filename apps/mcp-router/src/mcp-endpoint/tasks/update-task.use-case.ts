import { Injectable } from '@nestjs/common';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { META } from '../protocol/request-meta.js';
import { isRecord } from '../protocol/rpc-message.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { SERVER_INFO } from '../protocol/server-identity.js';
import { AskTaskServer } from './ask-task-server.use-case.js';
import { assertTasksKnown } from './declared-tasks.js';
import { OwnTasks, taskIdOf } from './own-tasks.use-case.js';
import { ServerTaskIds } from './server-task-ids.host.js';

/** Of what was asked for and of what was not asked for, the acknowledgement is the same. */
export const ACKNOWLEDGED = JSON.stringify({ resultType: 'complete', _meta: { [META.serverInfo]: SERVER_INFO } });

/** `tasks/update`: answers to what a task asks. A task that waits for a person asks its client nothing, so none is used. */
@Injectable()
export class UpdateTask implements McpMethod {
  readonly name = 'tasks/update';
  readonly eras: readonly Era[] = ['modern'];

  constructor(
    private readonly tasks: OwnTasks,
    private readonly ids: ServerTaskIds,
    private readonly servers: AskTaskServer,
  ) {}

  async execute(request: McpRequest): Promise<MethodResult> {
    assertTasksKnown(request, this.name);
    const { caller, params } = request;
    const { inputResponses } = params;
    if (!isRecord(inputResponses)) throw invalidParams('inputResponses is missing');
    const serverTask = this.ids.open(caller, taskIdOf(params));
    if (serverTask === null) await this.tasks.get(caller, taskIdOf(params));
    else await this.servers.update(request, serverTask, inputResponses);
    return { json: ACKNOWLEDGED };
  }
}
