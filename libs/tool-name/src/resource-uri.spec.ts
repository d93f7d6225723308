import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeResourceUri,
  encodeResourceUri,
  InvalidToolNameError,
  isSlug,
  RESOURCE_URI_BYTES_MAX,
  slugKey,
} from './index.js';

const CASES = 12_000;

const slugs = fc.oneof(
  fc.constantFrom('a', 'Jira', 'jira', 'JIRA', 'mcp-x', 'abcdefghijklmnopqrstuvwx'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}(-[A-Za-z0-9]{1,5}){0,3}$/).filter(isSlug),
);

/** Everything by which a careless codec would split, fold or escape. */
const FRAGMENTS = [
  ...[
    'mcp+',
    'mcp+jira:',
    'MCP+Jira:',
    ':',
    '://',
    '/',
    '..',
    '//',
    '?',
    '#',
    '%',
    '%2F',
    '%2f',
    '%3A',
    '+',
    '{id}',
    '{+a}',
  ],
  ...[
    'file',
    'FILE',
    'http',
    'test://',
    'Jira',
    '__',
    '_x2E',
    ' ',
    '\0',
    '\n',
    'é',
    'e\u0301',
    '😀',
    '\u202E',
    '\uFEFF',
    '[::1]',
  ],
];

const uris = fc
  .oneof(
    { weight: 4, arbitrary: fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 9 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    { weight: 1, arbitrary: fc.webUrl() },
  )
  .filter((uri) => uri !== '');

/** One of RFC 3986: a letter, then letters, digits, `+`, `-` and `.`. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:/;

function check<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, holds), { numRuns: CASES });
}

const codeOf = (attempt: () => unknown): string | null => {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof InvalidToolNameError) return error.code;
    throw error;
  }
};

describe('the URI of a resource', () => {
  it.each([
    ['Jira', 'issue://PLAT-1', 'mcp+jira:issue://PLAT-1'],
    ['Jira', 'issue://{key}/comments', 'mcp+jira:issue://{key}/comments'],
    ['a-b', 'file:///C:/x?y#z', 'mcp+a-b:file:///C:/x?y#z'],
    ['Wiki', 'mcp+jira:issue://PLAT-1', 'mcp+wiki:mcp+jira:issue://PLAT-1'],
  ])('of %s, %s, is exposed as %s', (slug, uri, exposed) => {
    expect(encodeResourceUri(slug, uri, {})).toBe(exposed);
    expect(decodeResourceUri(exposed, {})).toEqual({ slugKey: slugKey(slug), uri });
  });

  it('leads back to its server and to every byte that this server wrote', () => {
    check(fc.tuple(slugs, uris), ([slug, uri]) => {
      const exposed = encodeResourceUri(slug, uri, {});
      expect(exposed).toMatch(URI);
      expect(exposed.endsWith(uri)).toBe(true);
      expect(decodeResourceUri(exposed, {})).toEqual({ slugKey: slugKey(slug), uri });
    });
  });

  it('means the same however a client writes the scheme, which RFC 3986 leaves to it', () => {
    check(fc.tuple(slugs, uris, fc.boolean()), ([slug, uri, isUpper]) => {
      const scheme = `mcp+${isUpper ? slug.toUpperCase() : slug}`;
      expect(decodeResourceUri(`${scheme}:${uri}`, {})).toEqual({ slugKey: slugKey(slug), uri });
    });
  });

  it('is never that of another resource: equal URIs, equal server and equal bytes', () => {
    check(fc.tuple(slugs, uris, slugs, uris), ([one, uri, other, otherUri]) => {
      const isSame = slugKey(one) === slugKey(other) && uri === otherUri;
      expect(encodeResourceUri(one, uri, {}) === encodeResourceUri(other, otherUri, {})).toBe(isSame);
    });
  });

  it('is read as nothing but what would be written for it', () => {
    check(uris, (text) => {
      if (codeOf(() => decodeResourceUri(text, {})) !== null) return;
      const { slugKey: slug, uri } = decodeResourceUri(text, {});
      expect(encodeResourceUri(slug, uri, {})).toBe(text.slice(0, -uri.length).toLowerCase() + uri);
    });
  });

  it('stands as it is for the reader of one integration, even if it looks like another’s', () => {
    check(fc.tuple(slugs, uris), ([slug, uri]) => {
      const options = { bareSlug: slug };
      expect(encodeResourceUri(slug, uri, options)).toBe(uri);
      expect(decodeResourceUri(uri, options)).toEqual({ slugKey: slugKey(slug), uri });
    });
    expect(codeOf(() => encodeResourceUri('Wiki', 'a:b', { bareSlug: 'Jira' }))).toBe('bad_slug');
  });

  it.each([
    ['issue://PLAT-1', 'not_canonical'],
    ['mcp+jira', 'not_canonical'],
    ['', 'not_canonical'],
    ['mcp+:issue://PLAT-1', 'bad_slug'],
    ['mcp+mcp:a', 'bad_slug'],
    ['mcp+ji_ra:a', 'bad_slug'],
    ['mcp+jira:', 'empty'],
    ['mcp+jira:\uD800', 'malformed'],
  ])('is refused, not guessed: %s', (exposed, code) => {
    expect(codeOf(() => decodeResourceUri(exposed, {}))).toBe(code);
  });

  it('has as many bytes as a header can carry, and no more', () => {
    const longest = 'x'.repeat(RESOURCE_URI_BYTES_MAX);
    expect(decodeResourceUri(encodeResourceUri('Jira', longest, {}), {}).uri).toBe(longest);
    expect(codeOf(() => encodeResourceUri('Jira', `${longest}x`, {}))).toBe('too_long');
  });
});
