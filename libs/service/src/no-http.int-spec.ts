import { fileURLToPath } from 'node:url';
import { ClientProxyFactory, Transport } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort, startProcess, type StartedProcess } from '@countersign/testing';

const HOOKS = fileURLToPath(new URL('../fixtures/typescript-hooks.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./sample-worker.child-spec.ts', import.meta.url));

const started: StartedProcess[] = [];

async function start(env: Record<string, string> = {}): Promise<{ worker: StartedProcess; rpcPort: number }> {
  const [rpcPort, healthPort] = [await freePort(), await freePort()];
  const worker = await startProcess({
    command: process.execPath,
    args: ['--import', HOOKS, PROGRAM],
    env: { RPC_PORT: `${rpcPort}`, HEALTH_PORT: `${healthPort}`, ...env },
    readyUrl: `http://127.0.0.1:${healthPort}/health/ready`,
  });
  started.push(worker);
  return { worker, rpcPort };
}

afterEach(async () => {
  for (const worker of started.splice(0)) await worker.stop('SIGKILL');
});

describe('a service without an HTTP side', () => {
  it('answers its bus without having loaded Express, and ends in order', async () => {
    const { worker, rpcPort } = await start();
    const rpc = ClientProxyFactory.create({
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port: rpcPort },
    });
    expect(await firstValueFrom(rpc.send<string[]>('worker.express-modules.v1', {}))).toEqual([]);
    await rpc.close();
    expect(await worker.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(worker.logs()).toMatch(/hook has run[^]*"stopped"/);
  });

  it('does not start when somebody declares a route, which nothing would serve', async () => {
    await expect(start({ HAS_ROUTE: 'true' })).rejects.toThrow('a service without an HTTP side can serve no route');
  });
});
