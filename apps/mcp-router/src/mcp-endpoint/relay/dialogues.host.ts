import { Injectable } from '@nestjs/common';
import type { McpRequest } from '../methods/mcp-method.js';
import { LogLevels } from '../sessions/log-levels.host.js';
import { ServerTaskIds } from '../tasks/server-task-ids.host.js';
import { ClientQuestions } from './client-questions.host.js';
import type { Dialogue } from './dialogue.js';
import { LegacyDialogue } from './legacy-dialogue.js';
import { ModernDialogue } from './modern-dialogue.js';
import { RequestStates } from './request-states.host.js';

/** How the server behind a call may talk to the client that made it, by the client's era. */
@Injectable()
export class Dialogues {
  constructor(
    private readonly states: RequestStates,
    private readonly questions: ClientQuestions,
    private readonly tasks: ServerTaskIds,
    private readonly levels: LogLevels,
  ) {}

  async of(request: McpRequest): Promise<Dialogue> {
    if (request.era === 'modern') return new ModernDialogue(request, this.states, this.tasks);
    const { caller, sessionId } = request;
    const logLevel = sessionId === undefined ? undefined : await this.levels.of(caller, sessionId);
    return new LegacyDialogue({ request, questions: this.questions, logLevel });
  }
}
