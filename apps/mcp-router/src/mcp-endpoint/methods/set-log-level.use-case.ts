import { Injectable } from '@nestjs/common';
import { isLogLevel } from '../protocol/log-level.js';
import type { Era } from '../protocol/protocol-version.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { LogLevels } from '../sessions/log-levels.host.js';
import type { McpMethod, McpRequest, MethodResult } from './mcp-method.js';

/**
 * `logging/setLevel`: what the session hears from now on of what servers log during its calls. They are not told: one of
 * their sessions serves many of ours. A modern client says with each request what it wants to hear.
 */
@Injectable()
export class SetLogLevel implements McpMethod {
  readonly name = 'logging/setLevel';
  readonly eras: readonly Era[] = ['legacy'];

  constructor(private readonly levels: LogLevels) {}

  async execute({ caller, sessionId, params: { level } }: McpRequest): Promise<MethodResult> {
    if (!isLogLevel(level)) throw invalidParams('there is no such log level');
    if (sessionId !== undefined) await this.levels.set(caller, sessionId, level);
    return { json: '{}' };
  }
}
