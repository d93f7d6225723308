import { Injectable } from '@nestjs/common';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { assertTasksKnown } from './declared-tasks.js';
import { OwnTasks, taskIdOf } from './own-tasks.use-case.js';
import { detailedTask } from './task-json.js';
import { toTaskState } from './task-state.js';

/** `tasks/get`: how it stands, and in 2026-07-28 also what came of it. */
@Injectable()
export class GetTask implements McpMethod {
  readonly name = 'tasks/get';
  readonly eras: readonly Era[] = ['legacy', 'modern'];

  constructor(private readonly tasks: OwnTasks) {}

  async execute(request: McpRequest): Promise<MethodResult> {
    assertTasksKnown(request, this.name);
    const call = await this.tasks.get(request.caller, taskIdOf(request.params));
    return { json: detailedTask(toTaskState(call), await this.tasks.resultOf(call), request.era) };
  }
}
