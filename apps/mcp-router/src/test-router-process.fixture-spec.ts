import { fileURLToPath } from 'node:url';
import { freePort, startProcess, type StartedProcess } from '@countersign/testing';
import type { TestInfrastructure } from './test-infrastructure.fixture-spec.js';

const HOOKS = fileURLToPath(new URL('../../../libs/service/fixtures/typescript-hooks.mjs', import.meta.url));
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

export interface RouterProcess extends StartedProcess {
  readonly mcpUrl: string;
  readonly readyUrl: string;
}

/** The router as it is deployed: a process of its own, which a signal ends. Resolves when it is ready. */
export async function startRouterProcess(
  { environment }: TestInfrastructure,
  more: Readonly<Record<string, string>> = {},
): Promise<RouterProcess> {
  const [mcpPort, healthPort] = [await freePort(), await freePort()];
  const readyUrl = `http://127.0.0.1:${healthPort}/health/ready`;
  const started = await startProcess({
    command: process.execPath,
    args: ['--import', HOOKS, MAIN],
    env: { ...environment, MCP_PORT: String(mcpPort), HEALTH_PORT: String(healthPort), ...more },
    readyUrl,
  });
  return { ...started, mcpUrl: `http://127.0.0.1:${mcpPort}/mcp`, readyUrl };
}
