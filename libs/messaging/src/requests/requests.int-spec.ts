import { InvalidInputError } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type INestMicroservice, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { Bus } from '../bus/bus.js';
import { TestBus } from '../fixtures/test-bus.fixture-spec.js';
import { CountTools, countTools, forgetTools, ToolCount } from '../fixtures/test-contracts.fixture-spec.js';
import { TestResponder } from '../fixtures/test-responder.fixture-spec.js';
import { withRequestId } from '../request-context.js';
import { busMicroservice } from './bus-microservice.js';
import { RequestClient } from './request.client.js';

@Module({ controllers: [TestResponder] })
class TestModule {}

describe('requests', () => {
  let testBus: TestBus;
  let gateway: Bus;
  let client: RequestClient;
  let policy: INestMicroservice;
  let responder: TestResponder;
  const errorLog = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);

  beforeAll(async () => {
    testBus = await TestBus.start();
    gateway = await testBus.connect('admin-gateway');
    client = new RequestClient(gateway);
  });
  afterAll(() => testBus.stop());

  beforeEach(async () => {
    errorLog.mockClear();
    warnings.mockClear();
    policy = await startPolicy();
    responder = policy.get(TestResponder);
  });
  afterEach(async () => {
    responder.release();
    await policy.close();
  });

  async function startPolicy(): Promise<INestMicroservice> {
    const options = busMicroservice(testBus.optionsOf('policy'));
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(TestModule, { ...options, logger: false });
    await app.listen();
    return app;
  }

  /** Publishes as a requester would, with a payload of one's own. */
  async function sendRaw(payload: string | Uint8Array): Promise<unknown> {
    const reply = await gateway.connection.request(countTools.subject, payload, { timeout: 2_000 });
    return reply.json();
  }

  it('answers with an instance of the output class', async () => {
    const answer = await client.ask(countTools, { integration: 'i', tools: [{ name: 'a' }, { name: 'b' }] });
    expect(answer).toBeInstanceOf(ToolCount);
    expect(answer).toEqual({ count: 2 });
    expect(responder.inputs[0]).toBeInstanceOf(CountTools);
  });

  it('hands code, message and details of a domain error to the asker', async () => {
    await expect(client.ask(countTools, { integration: 'missing' })).rejects.toMatchObject({
      name: 'RemoteError',
      code: 'tools.not_found',
      message: 'there are no tools',
      details: { integration: 'i' },
    });
    await expect(client.ask(countTools, { integration: 'invalid' })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { problems: [{ pointer: '/integration', code: 'taken', message: 'is taken' }] },
    });
  });

  it('hides an unexpected failure from the asker and logs it', async () => {
    const failure = client.ask(countTools, { integration: 'broken' }, { requestId: 'r-1' });
    await expect(failure).rejects.toMatchObject({ code: 'internal', message: 'internal error', details: {} });
    const fields = errorLog.mock.calls.map((call) => call[1] as unknown as { err: Error });
    expect(fields[0]?.err.message).toContain('hunter2');
  });

  it('answers invalid input with JSON pointers and does not run the handler', async () => {
    const input = { integration: 3, tools: [{ name: 'a' }, {}] } as unknown as CountTools;
    await expect(client.ask(countTools, input)).rejects.toMatchObject({
      code: 'request.invalid',
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ pointer: '/integration', code: 'is_string' }),
          expect.objectContaining({ pointer: '/tools/1/name', code: 'is_string' }),
        ]),
      },
    });
    expect(responder.inputs).toEqual([]);
  });

  it('ignores unknown fields, since a newer asker may send more', async () => {
    expect(await sendRaw('{"integration":"i","later":true}')).toEqual({ ok: true, data: { count: 0 } });
  });

  it.each(['', '{', 'undefined', '{"integration":"i"} x', new Uint8Array([0x22, 0xff, 0x22])])(
    'answers %p with request.malformed',
    async (payload) => {
      expect(await sendRaw(payload)).toMatchObject({ ok: false, error: { code: 'request.malformed' } });
      expect(responder.inputs).toEqual([]);
    },
  );

  it.each(['null', '[]', '"text"', '1'])('answers %s with request.invalid', async (payload) => {
    expect(await sendRaw(payload)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
  });

  it('does not take a payload in the shape of a Nest packet for one', async () => {
    const packet = JSON.stringify({ pattern: 'x', id: '1', data: { integration: 'i' } });
    expect(await sendRaw(packet)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
  });

  it('never runs a request that nobody waits for', async () => {
    gateway.connection.publish(countTools.subject, '{"integration":"i"}');
    await eventually(() => expect(warnings).toHaveBeenCalledWith(expect.stringContaining('no reply subject')));
    expect(responder.inputs).toEqual([]);
  });

  it.each([
    '$JS.API.STREAM.PURGE.POLICY',
    'policy.tools.counted.v1',
    '_INBOX_agent-orchestrator.x',
    '_INBOX_admin-gateway',
  ])('never runs a request whose answer would go to %s', async (reply) => {
    gateway.connection.publish(countTools.subject, '{"integration":"i"}', { reply });
    await eventually(() => expect(warnings).toHaveBeenCalledWith(expect.stringContaining('not the inbox')));
    expect(responder.inputs).toEqual([]);
  });

  it('never runs a message that a consumer delivers to its subject', async () => {
    const admin = await testBus.connect('policy');
    await admin.jetstream.publish('policy.tools.counted.v1', '{"integration":"i"}');
    const durable = 'POLICY.admin-gateway__policy_tools_counted_v1';
    const pull = JSON.stringify({ batch: 1, expires: 2e9 });
    gateway.connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${durable}`, pull, { reply: countTools.subject });
    await eventually(() => expect(warnings).toHaveBeenCalledWith(expect.stringContaining('it was published as')));
    expect(responder.inputs).toEqual([]);
  });

  it('says that nobody listens', async () => {
    const policyClient = new RequestClient(await testBus.connect('policy'));
    await expect(policyClient.ask(forgetTools, { integration: 'i' })).rejects.toMatchObject({
      code: 'bus.unavailable',
    });
  });

  it('says that an answer took too long', async () => {
    const answer = client.ask(countTools, { integration: 'slow' }, { timeoutMs: 50 });
    await expect(answer).rejects.toMatchObject({ code: 'bus.timeout', details: { timeoutMs: 50 } });
  });

  it('says that the bus refuses a request that no contract allows', async () => {
    const orchestrator = new RequestClient(await testBus.connect('agent-orchestrator'));
    await expect(orchestrator.ask(countTools, { integration: 'i' })).rejects.toMatchObject({ code: 'bus.refused' });
  });

  it('refuses an answer that does not fit the contract', async () => {
    const failure = client.ask(countTools, { integration: 'wrong' });
    await expect(failure).rejects.toMatchObject({ code: 'bus.invalid_reply', cause: expect.any(InvalidInputError) });
  });

  it('tells the asker that an answer is too large, instead of losing the connection', async () => {
    await expect(client.ask(countTools, { integration: 'huge' })).rejects.toMatchObject({
      code: 'bus.message_too_large',
    });
    await expect(client.ask(countTools, { integration: 'i' })).resolves.toEqual({ count: 0 });
  });

  it('does not send a request that is too large', async () => {
    const input = { integration: 'i'.repeat(2_000_000) };
    await expect(client.ask(countTools, input)).rejects.toMatchObject({ code: 'bus.message_too_large' });
  });

  it('carries the request id from the asker to the handler', async () => {
    await withRequestId('r-2', () => client.ask(countTools, { integration: 'i' }));
    await client.ask(countTools, { integration: 'i' }, { requestId: 'r-3' });
    await client.ask(countTools, { integration: 'i' });
    expect(responder.requestIds).toEqual(['r-2', 'r-3', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('lets one replica answer each request', async () => {
    const second = await startPolicy();
    await Promise.all(Array.from({ length: 40 }, () => client.ask(countTools, { integration: 'i' })));
    const counts = [responder.inputs.length, second.get(TestResponder).inputs.length];
    await second.close();
    expect(counts.reduce((sum, count) => sum + count)).toBe(40);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  it('finishes the requests in flight when it closes, and takes no new ones', async () => {
    const slow = client.ask(countTools, { integration: 'slow' }, { timeoutMs: 5_000 });
    await eventually(() => expect(responder.inputs).toHaveLength(1));
    const closed = policy.close();
    await eventually(() =>
      expect(client.ask(countTools, { integration: 'i' }, { timeoutMs: 200 })).rejects.toMatchObject({
        code: 'bus.unavailable',
      }),
    );
    responder.release();
    await expect(slow).resolves.toEqual({ count: 0 });
    await closed;
  });

  it('does not start as a service that the bus does not let answer', async () => {
    const options = { ...testBus.optionsOf('mcp-router'), service: 'policy' } as const;
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(TestModule, {
      ...busMicroservice(options),
      logger: false,
    });
    await expect(app.listen()).rejects.toThrow('the bus refuses to let policy answer: policy.count-tools.v1');
    await app.close();
  });

  it('answers again after the server was away, and fails fast meanwhile', async () => {
    await testBus.nats.kill();
    await eventually(() => expect(gateway.isConnected()).toBe(false));
    await expect(client.ask(countTools, { integration: 'i' })).rejects.toMatchObject({ code: 'bus.unavailable' });
    await testBus.nats.restart();
    await eventually(async () => {
      expect(await client.ask(countTools, { integration: 'i' })).toEqual({ count: 0 });
    });
  });
});
