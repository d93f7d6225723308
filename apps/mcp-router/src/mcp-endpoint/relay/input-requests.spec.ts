import { describe, expect, it } from '@jest/globals';
import { REQUEST_STATE_BYTES_MAX, SERVER_REQUESTS_MAX } from '../../limits.js';
import { readWantedInput } from './input-requests.js';

const ELICITS = { elicitation: {} };
const ask = { method: 'elicitation/create', params: { message: 'Which one?' } };

describe('what a server wants before it goes on', () => {
  it('is a question, a state, or both', () => {
    expect(readWantedInput({ inputRequests: { who: ask }, requestState: 's' }, ELICITS)).toEqual({
      requests: new Map([['who', ask]]),
      state: 's',
    });
    expect(readWantedInput({ requestState: 's' }, {})).toMatchObject({ state: 's' });
    expect(readWantedInput({ inputRequests: { who: { method: 'roots/list' } } }, { roots: {} })).toMatchObject({
      requests: new Map([['who', { method: 'roots/list', params: {} }]]),
    });
  });

  it.each([
    ['asks for nothing', {}],
    ['asks what was not declared', { inputRequests: { who: { method: 'sampling/createMessage', params: {} } } }],
    ['asks for what no client can be asked', { inputRequests: { who: { method: 'tools/call', params: {} } } }],
    ['hides one such question among others', { inputRequests: { a: ask, who: { method: 'roots/list' } } }],
    ['asks in another way', { inputRequests: [ask] }],
    ['asks a text', { inputRequests: { who: 'you?' } }],
    ['asks with a list', { inputRequests: { who: { method: 'elicitation/create', params: [] } } }],
    [
      'asks without end',
      { inputRequests: Object.fromEntries([...Array(SERVER_REQUESTS_MAX + 1).keys()].map((n) => [n, ask])) },
    ],
    ['wants no text back', { inputRequests: { who: ask }, requestState: {} }],
    ['wants a book back', { requestState: 'x'.repeat(REQUEST_STATE_BYTES_MAX + 1) }],
  ])('is refused when it %s', (_, wanted) => {
    expect(readWantedInput(wanted, ELICITS)).toHaveProperty('problem');
  });
});
