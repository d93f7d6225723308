import { describe, expect, it } from '@jest/globals';
import { assertPlainText } from './assert-plain-text.js';

describe('text of a person', () => {
  it('may be in any script, with line ends', () => {
    expect(() =>
      assertPlainText({ displayName: 'Jira – 日本 🎉', description: 'a\n\tb', other: undefined }),
    ).not.toThrow();
  });

  it.each(['\u0000', '\u001b[31m', '\u0085', '\ud800'])('has no %j', (text) => {
    expect(() => assertPlainText({ displayName: text })).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ pointer: '/displayName' })] }),
    );
  });
});
