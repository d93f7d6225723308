import { readFileSync } from 'node:fs';
import { freePort, startProcess } from '@countersign/testing';
import type { BenchProcess } from './bench-process.ts';

/** Another replica: what the running router was started with, on ports of its own. Only Linux tells what that was. */
export async function startTwin(routerPid: number): Promise<BenchProcess> {
  const [command = '', ...args] = readList(routerPid, 'cmdline');
  const env = Object.fromEntries(readList(routerPid, 'environ').map(toVariable));
  const [port, healthPort] = [await freePort(), await freePort()];
  const { pid, stop } = await startProcess({
    command,
    args,
    // The address of the resource stays the first one's: clients hold tokens for it.
    env: { ...env, MCP_PORT: String(port), HEALTH_PORT: String(healthPort) },
    readyUrl: `http://127.0.0.1:${healthPort}/health/ready`,
  });
  return { url: `http://127.0.0.1:${port}/mcp`, pid, stop: async () => void (await stop()) };
}

function readList(pid: number, file: 'cmdline' | 'environ'): string[] {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').filter(Boolean);
}

function toVariable(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
