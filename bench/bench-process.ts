import { join } from 'node:path';
import process from 'node:process';
import { freePort, startProcess, type StartedProcess } from '@countersign/testing';

/** One of the bench's own servers, in a process of its own, so that what it costs can be told. */
export interface BenchProcess {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const NODE_ARGS = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];

/** The arguments of Node that run one of the bench's own files. */
export function benchScript(file: string, ...args: readonly string[]): string[] {
  return [...NODE_ARGS, join(import.meta.dirname, file), ...args];
}

/** `args` get the port; `readyPath` answers 200 when it is ready. */
export async function startBenchProcess(
  args: (port: string) => readonly string[],
  readyPath: string,
  env: Readonly<Record<string, string>> = {},
): Promise<BenchProcess> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const started: StartedProcess = await startProcess({
    command: process.execPath,
    args: args(String(port)),
    readyUrl: `${origin}${readyPath}`,
    env,
  });
  // Nothing of it is worth an orderly end.
  return { url: `${origin}/mcp`, pid: started.pid, stop: async () => void (await started.stop('SIGKILL')) };
}

/** The official SDK's server, which the bench calls; it answers on any path. */
export function startSdkServer(tools: number): Promise<BenchProcess> {
  return startBenchProcess((port) => benchScript('sdk-server.ts', 'http', port, String(tools)), '/health');
}

/** The scripted model, as it is built. */
export async function startModel(): Promise<BenchProcess> {
  const origin = `http://127.0.0.1:${await freePort()}`;
  const started = await startProcess({
    command: process.execPath,
    args: [join(import.meta.dirname, '..', 'apps', 'scripted-model', 'dist', 'main.js')],
    readyUrl: `${origin}/v1/models`,
    env: { PORT: new URL(origin).port },
  });
  return { url: `${origin}/v1`, pid: started.pid, stop: async () => void (await started.stop('SIGKILL')) };
}
