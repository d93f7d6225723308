import { Injectable } from '@nestjs/common';
import type { Call } from '../../calls/call.js';
import { isSettled } from '../../calls/call-state.js';
import { CANCEL_SEEN_MS } from '../../limits.js';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { CancelRequest } from '../tools/cancel-request.use-case.js';
import { AskTaskServer } from './ask-task-server.use-case.js';
import { assertTasksKnown } from './declared-tasks.js';
import { OwnTasks, taskIdOf } from './own-tasks.use-case.js';
import { ServerTaskIds } from './server-task-ids.host.js';
import { detailedTask } from './task-json.js';
import { toTaskState } from './task-state.js';
import { ACKNOWLEDGED } from './update-task.use-case.js';

/**
 * `tasks/cancel` takes a call back that was not sent. 2026-07-28 hears that it was understood; 2025-11-25 hears that the task
 * *is* cancelled, or that it cannot be any more: what has been sent keeps its outcome.
 */
@Injectable()
export class CancelTask implements McpMethod {
  readonly name = 'tasks/cancel';
  readonly eras: readonly Era[] = ['legacy', 'modern'];

  constructor(
    private readonly tasks: OwnTasks,
    private readonly cancelRequest: CancelRequest,
    private readonly ids: ServerTaskIds,
    private readonly servers: AskTaskServer,
  ) {}

  async execute(request: McpRequest): Promise<MethodResult> {
    assertTasksKnown(request, this.name);
    const { caller, era } = request;
    const serverTask = era === 'modern' ? this.ids.open(caller, taskIdOf(request.params)) : null;
    if (serverTask !== null) {
      await this.servers.cancel(request, serverTask);
      return { json: ACKNOWLEDGED };
    }
    const call = await this.tasks.get(caller, taskIdOf(request.params));
    if (isSettled(call.state) && era === 'legacy') throw invalidParams('the task has ended already');
    if (!isSettled(call.state)) await this.cancelRequest.cancel(caller, call, '');
    return { json: era === 'modern' ? ACKNOWLEDGED : await this.cancelled(call, request) };
  }

  private async cancelled(call: Call, request: McpRequest): Promise<Buffer> {
    const ended = await this.tasks.awaitEnd(call, request, CANCEL_SEEN_MS);
    if (ended.state !== 'cancelled') throw invalidParams('the task cannot be cancelled any more: its call was sent');
    return detailedTask(toTaskState(ended), null, 'legacy');
  }
}
