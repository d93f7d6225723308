import { describe, expect, it } from '@jest/globals';
import { asciiToolName, displayToolName, flagToolNames, toolNameFlags } from './index.js';

describe('rule 9: flags', () => {
  it('does not flag ordinary names', () => {
    const names = ['getIssue', 'issue.get', 'issue__get', 'get issue', 'issue_x2Eget'];
    expect(names.flatMap((name) => toolNameFlags(name, names))).toEqual([]);
  });

  it.each([
    ['getIssue', 'GetIssue'],
    ['caf\u00e9', 'cafe\u0301'],
    ['file', '\ufb01le'],
    ['get', '\uff47\uff45\uff54'],
    ['strasse', 'stra\u00dfe'],
    ['\u03c3', '\u03c2'],
    ['K', '\u212a'],
    ['get', 'g\u200bet'],
  ])('calls %j and %j confusable', (name, sibling) => {
    expect(toolNameFlags(name, [name, sibling])).toContain('confusable');
    expect(toolNameFlags(sibling, [name])).toContain('confusable');
    expect(toolNameFlags(name, [name, 'other'])).not.toContain('confusable');
  });

  it.each(['\u0440aste', 'caf\u00e9', '日本', '😀', '\u00a0'])('calls %j not ASCII', (name) => {
    expect(toolNameFlags(name, [])).toContain('not_ascii');
  });

  it.each([
    ['a control character', 'a\u0000b'],
    ['a line break', 'a\nb'],
    ['DEL', 'a\u007f'],
    ['a C1 control', 'a\u0085'],
    ['a zero-width space', 'a\u200bb'],
    ['a zero-width joiner', 'a\u200db'],
    ['a byte order mark', '\ufeffa'],
    ['a bidi override', 'a\u202eb'],
    ['a bidi isolate', 'a\u2066b'],
    ['a soft hyphen', 'a\u00adb'],
    ['a variation selector', 'a\ufe0fb'],
    ['a tag character', 'a\u{e0041}b'],
    ['a Hangul filler', 'a\u3164b'],
    ['a blank Braille cell', 'a\u2800b'],
    ['a no-break space', 'a\u00a0b'],
    ['a line separator', 'a\u2028b'],
    ['a private-use character', 'a\ue000b'],
    ['a leading space', ' a'],
    ['a trailing space', 'a '],
    ['two spaces', 'a  b'],
  ])('calls %s invisible and shows it', (_, name) => {
    expect(toolNameFlags(name, [])).toContain('invisible');
    expect(displayToolName(name)).toMatch(/\\u\{[0-9A-F]{4,6}\}/);
  });

  it('flags a whole catalogue as it flags each name', () => {
    const names = ['getIssue', 'GETISSUE', 'g\u200betIssue', 'caf\u00e9', 'cafe\u0301', 'list', 'list', 'list '];
    const expected = new Map(names.map((name) => [name, toolNameFlags(name, names)]));
    expect(flagToolNames(names)).toEqual(expected);
  });
});

describe('rule 9: names for people', () => {
  it.each([
    ['issue.get', 'issue.get', 'issue.get'],
    ['get issue', 'get issue', 'get issue'],
    ['a\u202eb', 'a\\u{202E}b', 'a\\u{202E}b'],
    ['a\n', 'a\\u{000A}', 'a\\u{000A}'],
    ['a\\u{000A}', 'a\\\\u{000A}', 'a\\\\u{000A}'],
    ['a ', 'a\\u{0020}', 'a\\u{0020}'],
    ['日本', '日本', '\\u{65E5}\\u{672C}'],
    ['\u0440aste', '\u0440aste', '\\u{0440}aste'],
    ['😀', '😀', '\\u{1F600}'],
  ])('shows %j as %s, in ASCII as %s', (name, display, ascii) => {
    expect(displayToolName(name)).toBe(display);
    expect(asciiToolName(name)).toBe(ascii);
  });

  it('shows even a name that was refused as malformed', () => {
    expect(displayToolName('a\ud800')).toBe('a\\u{D800}');
  });
});
