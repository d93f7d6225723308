import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DomainError,
  getCall,
  getCallStory,
  listCalls,
  readCallResult,
  RESULT_RANGE_BYTES_MAX,
  resolveCall,
  type CallStory,
} from '@countersign/contracts';
import { aCall, inList } from '../test-builders.fixture-spec.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';
import { SHOWN_RESULT_BYTES_MAX } from './call-result.client.js';

/** What the router says of a result that it keeps no more. */
class ResultGoneError extends DomainError {
  constructor() {
    super('call.result_not_found', 'The call has no result.');
  }
}

const PATH = '/api/v1/workspaces/default/calls';

describe('calls', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  const call = aCall();
  const story: CallStory = {
    steps: [{ at: null, from: 'dispatching', to: 'unknown', fence: 1, actor: 'system', reason: 'lost' }],
    lateOutcomes: [
      { at: call.createdAt, fence: 1, state: 'succeeded', reason: null, resultBytes: 2, resultStart: '{}' },
    ],
    retriedAs: null,
    attempts: 0,
    isRepeat: false,
  };

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    system.neighbours.answer(getCallStory, () => story);
  });
  afterAll(() => system.stop());

  /** The router keeps this result. */
  function keepResult(result: string): void {
    const bytes = Buffer.from(result);
    system.neighbours.answer(getCall, () => ({ ...call, resultBytes: bytes.length }));
    system.neighbours.answer(readCallResult, ({ offset }) => ({
      totalBytes: bytes.length,
      bytes: bytes.subarray(offset, offset + RESULT_RANGE_BYTES_MAX).toString('base64'),
    }));
  }

  it('lists by state and agent', async () => {
    const view = inList(call);
    system.neighbours.answer(listCalls, () => ({ items: [view], nextCursor: 'more' }));
    expect((await admin.get(`${PATH}?state=unknown&agentId=${call.id}&limit=1`)).body).toEqual({
      items: [view],
      nextCursor: 'more',
    });
    expect(system.neighbours.inputsOf(listCalls).at(-1)).toMatchObject({
      ...{ state: 'unknown', agentId: call.id, limit: 1 },
    });
    expect((await admin.get(`${PATH}?agentId=mine`)).status).toBe(422);
  });

  it('shows one with its arguments and its story, and without a result while there is none', async () => {
    system.neighbours.answer(getCall, () => ({ ...call, resultBytes: null }));
    expect((await admin.get(`${PATH}/${call.id}`)).body).toEqual({
      ...call,
      approval: null,
      resultBytes: null,
      result: null,
      isResultCut: false,
      story,
    });
  });

  it('shows one whose result is not kept any more', async () => {
    system.neighbours.answer(getCall, () => ({ ...call, resultBytes: 9 }));
    system.neighbours.answer(readCallResult, () => {
      throw new ResultGoneError();
    });
    const { status, body } = await admin.get(`${PATH}/${call.id}`);
    expect([status, body['result'], body['resultBytes']]).toEqual([200, null, 9]);
  });

  it('puts the ranges of a long result together, however they cut its characters', async () => {
    const result = JSON.stringify({ content: [{ type: 'text', text: `a${'é€😀'.repeat(60_000)}` }] });
    keepResult(result);
    const { body } = await admin.get(`${PATH}/${call.id}`);
    // Compared here: a difference of a megabyte would say nothing to a reader.
    expect([body['code'], body['result'] === result, body['isResultCut']]).toEqual([undefined, true, false]);
  });

  it('cuts what is longer than a person reads, between characters', async () => {
    keepResult('€'.repeat(SHOWN_RESULT_BYTES_MAX));
    const { body } = await admin.get(`${PATH}/${call.id}`);
    expect(body['isResultCut']).toBe(true);
    expect(/^€+$/.test(String(body['result']))).toBe(true);
    expect(Buffer.byteLength(String(body['result']))).toBeLessThanOrEqual(SHOWN_RESULT_BYTES_MAX);
  });

  it('lets who may decide say what became of an unknown call', async () => {
    const view = inList(call);
    system.neighbours.answer(resolveCall, () => ({ ...view, state: 'resolved_succeeded' }));
    const body = { outcome: 'succeeded', note: 'seen in the tracker' };
    expect((await admin.post(`${PATH}/${call.id}/resolution`, body)).body['state']).toBe('resolved_succeeded');
    expect(system.neighbours.inputsOf(resolveCall).at(-1)).toMatchObject({
      ...body,
      callId: call.id,
      actor: { kind: 'user' },
    });
    const reader = await system.clientWith(['call:read']);
    expect((await reader.post(`${PATH}/${call.id}/resolution`, body)).status).toBe(403);
    expect((await admin.post(`${PATH}/${call.id}/resolution`, { outcome: 'lost' })).status).toBe(422);
  });
});
