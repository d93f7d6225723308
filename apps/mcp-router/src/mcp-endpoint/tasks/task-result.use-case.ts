import { Injectable } from '@nestjs/common';
import { TASK_RESULT_WAIT_MS_MAX } from '../../limits.js';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { RPC, RpcError } from '../protocol/rpc.errors.js';
import { assertTasksKnown } from './declared-tasks.js';
import { OwnTasks, taskIdOf } from './own-tasks.use-case.js';
import { resultOfTask } from './task-json.js';

/** `tasks/result` of 2025-11-25: waits for the end of the task. Who is cut off, or tired of it, asks again. */
@Injectable()
export class TaskResult implements McpMethod {
  readonly name = 'tasks/result';
  readonly eras: readonly Era[] = ['legacy'];

  constructor(private readonly tasks: OwnTasks) {}

  async execute(request: McpRequest): Promise<MethodResult> {
    assertTasksKnown(request, this.name);
    const call = await this.tasks.get(request.caller, taskIdOf(request.params));
    const ended = await this.tasks.awaitEnd(call, request, TASK_RESULT_WAIT_MS_MAX);
    const result = await this.tasks.resultOf(ended);
    if (result === null) throw stillWorking();
    return { json: resultOfTask(result, call.id) };
  }
}

function stillWorking(): RpcError {
  const message = 'The task is still working: poll it with tasks/get, and ask for its result when it has ended.';
  return new RpcError({ code: RPC.refused, message, status: 200 });
}
