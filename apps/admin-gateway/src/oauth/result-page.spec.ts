import { describe, expect, it } from '@jest/globals';
import { toResultPage } from './result-page.js';

describe('the page at the end of an authorization', () => {
  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title><svg/onload=alert(1)>',
    '&lt;script&gt;',
  ])('shows %s as text', (text) => {
    const page = toResultPage({ title: text, lines: [text] });
    expect(page).not.toContain(text);
    expect(page.match(/<(?!\/?(?:html|head|meta|title|link|body|main|h1|p|a)\b|!doctype)/g)).toBeNull();
    expect(page.match(/<p>/g)).toHaveLength(2);
  });

  it('spells out what cannot be seen', () => {
    const page = toResultPage({ title: 'a\u202eb', lines: ['c\u0000\u200bd', '\ud800'] });
    expect(page).not.toMatch(/[\u0000\u200b\u202e\ud800]/u);
    expect(page).toContain('a\\u{202E}b');
  });

  it('has nothing inline and nothing of other hosts', () => {
    expect(toResultPage({ title: 't', lines: [] })).not.toMatch(/<script|style=|https?:/);
  });
});
