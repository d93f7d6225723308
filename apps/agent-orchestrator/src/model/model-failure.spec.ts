import { describe, expect, it } from '@jest/globals';
import { APICallError, LoadAPIKeyError, RetryError } from 'ai';
import { EgressConnectError, EgressRefusedError } from '@countersign/egress';
import { toModelFailure } from './model-failure.js';

const answer = (statusCode: number, message = 'no') =>
  new APICallError({ message, url: 'https://model.example', requestBodyValues: {}, statusCode });
const unsent = (cause: Error) =>
  new APICallError({ message: 'Cannot connect', url: 'https://model.example', requestBodyValues: {}, cause });

const inWords = (error: unknown) => toModelFailure(error, { provider: 'openai', model: 'gpt-5' }, 0);

describe('a failure of the model', () => {
  it.each<[string, unknown, boolean]>([
    ['overload', answer(429), true],
    ['an error of the server', answer(529), true],
    ['a refused key', answer(401), false],
    ['an unknown model', answer(404), false],
    ['a time-out', new DOMException('timed out', 'TimeoutError'), true],
    ['a missing key', new LoadAPIKeyError({ message: 'no key' }), false],
    ['a refused connection', unsent(new EgressConnectError('refused', 'model.example')), true],
    ['an address that is not allowed', unsent(new EgressRefusedError('address_not_allowed', 'model.example')), false],
  ])('says whether %s can pass', (_, error, canRepeat) => {
    expect(inWords(error).canRepeat).toBe(canRepeat);
    const retried = new RetryError({ message: 'thrice', reason: 'maxRetriesExceeded', errors: [error] });
    expect(inWords(retried)).toEqual(inWords(error));
  });

  it('is told in the provider’s words, without a key and not at length', () => {
    expect(inWords(answer(400, 'wrong key: sk-abcdefgh12345678')).message).toMatch(/wrong key: \[redacted\]$/);
    const quoted = answer(400, `${'x'.repeat(190)} "plain-secret-0123" plain-secret-0123`);
    const { message } = toModelFailure(quoted, { provider: 'openai', model: 'gpt-5' }, 0, ['plain-secret-0123']);
    expect(message).not.toContain('plain');
    expect(inWords(answer(400, 'x'.repeat(9_000))).message.length).toBeLessThan(500);
    expect(inWords(new Error('x'.repeat(9_000))).message.length).toBeLessThan(500);
    expect(inWords('nothing that an error would be').message).toContain('OpenAI broke off its answer');
  });
});
