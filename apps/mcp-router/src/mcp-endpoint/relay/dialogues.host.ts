import { Injectable } from '@nestjs/common';
import type { McpRequest } from '../methods/mcp-method.js';
import type { Dialogue } from './dialogue.js';
import { LegacyDialogue } from './legacy-dialogue.js';
import { ModernDialogue } from './modern-dialogue.js';
import { RequestStates } from './request-states.host.js';

/** How the server behind a call may talk to the client that made it, by the client's era. */
@Injectable()
export class Dialogues {
  constructor(private readonly states: RequestStates) {}

  of(request: McpRequest): Dialogue {
    return request.era === 'modern' ? new ModernDialogue(request, this.states) : new LegacyDialogue(request);
  }
}
