import { type Era, InspectorClient } from '@countersign/testing';
import type { RunningSystem } from './running-system.js';

export { type Era, textOf, type ToolResult } from '@countersign/testing';

/** The Inspector in front of a running system. */
export class Inspector extends InspectorClient {
  constructor(system: RunningSystem, era: Era, token: string = system.dev.mcpToken) {
    super({ url: system.dev.mcpUrl, token, era });
  }
}
