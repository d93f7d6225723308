import type { Era } from '../protocol/protocol-version.js';
import type { McpMethod } from './mcp-method.js';

/** Every method that is served, declared once: what is not here does not exist, for nobody. */
export class MethodTable {
  private readonly methods: ReadonlyMap<string, McpMethod>;

  constructor(readonly all: readonly McpMethod[]) {
    this.methods = new Map(all.map((method) => [method.name, method]));
  }

  find(name: string, era: Era): McpMethod | undefined {
    const method = this.methods.get(name);
    return method?.eras.includes(era) ? method : undefined;
  }
}
