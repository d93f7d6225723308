import { describe, expect, it } from '@jest/globals';
import { readIcons } from './read-icons.js';

const LOGO = 'https://cdn.example.com/logo.png';

describe('the icons of a tool', () => {
  it('are addresses on the web, with their type where it is told', () => {
    expect(
      readIcons([{ src: LOGO, mimeType: 'image/png', sizes: ['48x48'] }, { src: 'http://example.com/i' }]),
    ).toEqual([{ src: LOGO, mimeType: 'image/png' }, { src: 'http://example.com/i' }]);
  });

  it.each([
    ['a script', { src: 'javascript:alert(1)' }],
    ['data', { src: 'data:image/png;base64,AAAA' }],
    ['a file', { src: 'file:///etc/passwd' }],
    ['a relative address', { src: '/logo.png' }],
    ['no address', { mimeType: 'image/png' }],
    ['an address without end', { src: `${LOGO}?${'x'.repeat(2_048)}` }],
    ['lone surrogates', { src: `${LOGO}?\ud800` }],
    ['something else', 7],
    ['nothing', null],
  ])('are not %s', (_, icon) => {
    expect(readIcons([icon, { src: LOGO }])).toEqual([{ src: LOGO }]);
  });

  it('are not told a type that is none', () => {
    expect(
      readIcons([
        { src: LOGO, mimeType: 7 },
        { src: LOGO, mimeType: 'x'.repeat(129) },
      ]),
    ).toEqual([{ src: LOGO }, { src: LOGO }]);
  });

  it('are eight at most', () => {
    expect(readIcons(Array.from({ length: 20 }, () => ({ src: LOGO })))).toHaveLength(8);
  });

  it('are none where there is no list', () => {
    expect([undefined, null, {}, 'x'].map(readIcons)).toEqual([[], [], [], []]);
  });
});
