import { Injectable } from '@nestjs/common';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { AskTaskServer } from './ask-task-server.use-case.js';
import { assertTasksKnown } from './declared-tasks.js';
import { OwnTasks, taskIdOf } from './own-tasks.use-case.js';
import { ServerTaskIds } from './server-task-ids.host.js';
import { detailedTask } from './task-json.js';
import { toTaskState } from './task-state.js';

/** `tasks/get`: how it stands, and in 2026-07-28 also what came of it. */
@Injectable()
export class GetTask implements McpMethod {
  readonly name = 'tasks/get';
  readonly eras: readonly Era[] = ['legacy', 'modern'];

  constructor(
    private readonly tasks: OwnTasks,
    private readonly ids: ServerTaskIds,
    private readonly servers: AskTaskServer,
  ) {}

  async execute(request: McpRequest): Promise<MethodResult> {
    assertTasksKnown(request, this.name);
    const serverTask = request.era === 'modern' ? this.ids.open(request.caller, taskIdOf(request.params)) : null;
    if (serverTask !== null) return this.servers.get(request, serverTask);
    const call = await this.tasks.get(request.caller, taskIdOf(request.params));
    return { json: detailedTask(toTaskState(call), await this.tasks.resultOf(call), request.era) };
  }
}
