import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { ClientProxyFactory, Transport } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, freePort } from '@countersign/testing';

const HOOKS = fileURLToPath(new URL('../fixtures/typescript-hooks.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./sample-service.child-spec.ts', import.meta.url));

interface Sample {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly lines: () => Record<string, unknown>[];
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  readonly url: (path: string) => string;
  readonly health: (path: string) => string;
  readonly rpcPort: number;
}

const children: ChildProcess[] = [];

async function run(env: Record<string, string> = {}): Promise<Sample> {
  const [port, healthPort, rpcPort] = [await freePort(), await freePort(), await freePort()];
  const defaults = {
    PORT: `${port}`,
    RPC_PORT: `${rpcPort}`,
    HEALTH_PORT: `${healthPort}`,
    API_KEY: 'k',
    PATH: process.env['PATH'] ?? '',
  };
  const child = spawn(process.execPath, ['--import', HOOKS, PROGRAM], { env: { ...defaults, ...env } });
  children.push(child);
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  return {
    child,
    output: () => output,
    lines: () =>
      output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    ended: new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal }))),
    url: (path) => `http://127.0.0.1:${port}${path}`,
    health: (path) => `http://127.0.0.1:${healthPort}${path}`,
    rpcPort,
  };
}

async function runUntilReady(env: Record<string, string> = {}): Promise<Sample> {
  const sample = await run(env);
  await eventually(async () => expect((await fetch(sample.health('/health/ready'))).status).toBe(200), {
    timeoutMs: 30_000,
  });
  return sample;
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('a service that starts', () => {
  it('ends with code 78 and every problem of its configuration', async () => {
    const sample = await run({ PORT: 'many', RPC_PORT: '', API_KEY: '' });
    expect(await sample.ended).toEqual({ code: 78, signal: null });
    expect(sample.output()).toBe(
      'sample: the configuration has 3 problem(s):\n  - PORT is not a whole number\n  - RPC_PORT is required\n  - API_KEY is required\n',
    );
  });

  it('ends with code 1 and says so when its port is taken', async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const sample = await run({ PORT: `${port}` });
    expect(await sample.ended).toEqual({ code: 1, signal: null });
    expect(sample.lines().at(-1)).toMatchObject({ level: 'fatal', err: { code: 'EADDRINUSE' } });
    await new Promise((resolve) => taken.close(resolve));
  });

  it('answers health, HTTP and its microservice, and says what is not ready', async () => {
    const sample = await runUntilReady();
    expect((await fetch(sample.health('/health/live'))).status).toBe(200);
    const rpc = ClientProxyFactory.create({
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port: sample.rpcPort },
    });
    expect(await firstValueFrom(rpc.send<number>('sample.double.v1', 21))).toBe(42);
    await rpc.close();
    await fetch(sample.url('/not-ready'));
    const response = await fetch(sample.health('/health/ready'));
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ notReady: [{ name: 'catalogue', reason: 'behind by 3 revisions' }] });
  });
});

describe('an HTTP failure', () => {
  it('is a problem document with code, request id and JSON pointers', async () => {
    const sample = await runUntilReady();
    const post = (body: string): Promise<Response> =>
      fetch(sample.url('/things?token=hunter2'), {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'x-request-id': 'r-1' },
      });

    const invalid = await post('{"size":"big","owner":{"name":1},"extra":1}');
    expect(invalid.status).toBe(422);
    expect(invalid.headers.get('content-type')).toContain('application/problem+json');
    expect(invalid.headers.get('x-request-id')).toBe('r-1');
    expect(await invalid.json()).toMatchObject({
      type: 'urn:countersign:problem:request.invalid',
      status: 422,
      code: 'request.invalid',
      instance: '/things',
      requestId: 'r-1',
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '/size', code: 'is_int' }),
        expect.objectContaining({ pointer: '/owner/name', code: 'is_string' }),
        expect.objectContaining({ pointer: '/extra', code: 'unknown_field' }),
      ]),
    });

    const malformed = await post('{"size": hunter2');
    expect(malformed.status).toBe(400);
    expect(await malformed.text()).toMatch(/^(?!.*hunter2).*request\.malformed/);

    const large = await post(JSON.stringify({ size: 1, owner: { name: 'x'.repeat(2_000) } }));
    expect([large.status, ((await large.json()) as { code: string }).code]).toEqual([413, 'request.too_large']);

    const fine = await post('{"size":1,"owner":{"name":"me"}}');
    expect(fine.status).toBe(201);
  });

  it('maps domain errors, unknown routes and unexpected errors, without a stack', async () => {
    const sample = await runUntilReady();
    const missing = await fetch(sample.url('/integrations/7'));
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ code: 'integration.not_found', details: { id: '7' } });

    const route = await fetch(sample.url('/nowhere'));
    expect([route.status, ((await route.json()) as { code: string }).code]).toEqual([404, 'route.not_found']);

    const badPath = await fetch(sample.url('/integrations/%FF'));
    expect([badPath.status, ((await badPath.json()) as { code: string }).code]).toEqual([400, 'request.malformed']);

    const broken = await fetch(sample.url('/broken'), { headers: { 'x-request-id': 'bad id with spaces' } });
    const text = await broken.text();
    expect(broken.status).toBe(500);
    expect(broken.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(text).toContain('internal.unexpected');
    expect(text).not.toMatch(/secret plan|hunter2|\bat\s+\S+\.ts/);
    expect(sample.output()).toContain('the secret plan');
    expect(sample.output()).not.toContain('hunter2');
  });

  it('keeps secrets out of the log', async () => {
    const sample = await runUntilReady();
    await fetch(sample.url('/log'));
    await eventually(() => expect(sample.output()).toContain('calling upstream'));
    expect(sample.output()).not.toContain('abc.def');
  });
});

describe('a service that ends', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes the request in flight after %s and exits with 0',
    async (signal) => {
      const sample = await runUntilReady();
      const slow = fetch(sample.url('/slow?ms=700'));
      await eventually(() => expect(sample.output()).toContain('slow request begun'));
      sample.child.kill(signal);
      await eventually(async () => expect((await fetch(sample.health('/health/ready'))).status).toBe(503));
      expect(await (await slow).text()).toBe('slow but done');
      expect(await sample.ended).toEqual({ code: 0, signal: null });
      expect(sample.lines().at(-1)).toMatchObject({ msg: 'stopped', signal });
    },
  );

  it('ends at once on a second signal', async () => {
    const sample = await runUntilReady();
    const slow = fetch(sample.url('/slow?ms=60000')).catch(() => 'cut');
    await eventually(() => expect(sample.output()).toContain('slow request begun'));
    sample.child.kill('SIGINT');
    await eventually(() => expect(sample.output()).toContain('shutting down'));
    sample.child.kill('SIGINT');
    expect(await sample.ended).toEqual({ code: 130, signal: null });
    expect(await slow).toBe('cut');
  });

  it('cuts a connection that does not end by itself', async () => {
    const sample = await runUntilReady();
    const slow = fetch(sample.url('/slow?ms=60000')).catch(() => 'cut');
    await eventually(() => expect(sample.output()).toContain('slow request begun'));
    sample.child.kill('SIGTERM');
    expect(await slow).toBe('cut');
    expect(await sample.ended).toEqual({ code: 0, signal: null });
  });

  it('logs an unhandled rejection and exits with 1', async () => {
    const sample = await runUntilReady();
    await fetch(sample.url('/reject')).catch(() => undefined);
    expect(await sample.ended).toEqual({ code: 1, signal: null });
    expect(sample.lines().at(-1)).toMatchObject({ level: 'fatal', err: { message: 'nobody waits for this' } });
  });
});
