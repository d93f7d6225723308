import { describe, expect, it } from '@jest/globals';
import { listAskingTokens } from './list-asking-tokens.js';

describe('listAskingTokens', () => {
  it.each([
    ['nothing for a person', { kind: 'user', id: 'a' }, null, []],
    ['nothing for the run of a person', { kind: 'run', id: 'a' }, null, []],
    ['the token that started a run', { kind: 'run', id: 'a' }, 't', ['t']],
    ['a client, also where its token is not named', { kind: 'token', id: 'a' }, undefined, ['a']],
    ['a client once', { kind: 'token', id: 'a' }, 'a', ['a']],
    ['a client with its token', { kind: 'token', id: 'a' }, 't', ['a', 't']],
  ] as const)('names %s', (_, principal, tokenId, ids) => {
    expect(listAskingTokens({ principal, ...(tokenId === undefined ? {} : { tokenId }) })).toEqual(ids);
  });
});
