import { describe, expect, it } from '@jest/globals';
import { CredentialMask } from './credential-mask.js';

const mask = new CredentialMask({
  authorization: 'Bearer secret-token-1',
  'x-api-key': 'k/"3456789',
  'x-tenant': 'acme',
  'x-api-version': '1',
  'notion-version': '2022-06-28',
});

describe('the mask of credentials', () => {
  it.each([
    ['you sent Bearer secret-token-1, and that is wrong', 'you sent [credential], and that is wrong'],
    ['token=secret-token-1; key=k/"3456789', 'token=[credential]; key=[credential]'],
    ['secret-token-1secret-token-1', '[credential][credential]'],
    ['acme of 2022-06-28, version 1', 'acme of 2022-06-28, version 1'],
    ['secret-token-2', 'secret-token-2'],
  ])('takes "%s" for "%s"', (text, expected) => {
    expect(mask.text(text)).toBe(expected);
  });

  it('finds them anywhere in an answer, also as names', () => {
    const echoed = JSON.parse(
      '{"content":[{"type":"text","text":"k\\/\\"3456789"}],"structuredContent":{"secret-token-1":{"a":["Bearer secret-token-1",1,null]}}}',
    ) as object;
    expect(mask.answer({ result: echoed })).toEqual({
      result: {
        content: [{ type: 'text', text: '[credential]' }],
        structuredContent: { '[credential]': { a: ['[credential]', 1, null] } },
      },
    });
  });

  it('leaves an answer without any as it is', () => {
    const answer = { result: { content: [{ type: 'text', text: 'fine' }] } };
    expect(mask.answer(answer)).toBe(answer);
    expect(new CredentialMask({}).answer(answer)).toBe(answer);
  });
});
