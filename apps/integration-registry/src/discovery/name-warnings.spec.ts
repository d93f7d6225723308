import { describe, expect, it } from '@jest/globals';
import { nameWarnings } from './name-warnings.js';

describe('the warnings about names', () => {
  it('are none for names that are what they look like', () => {
    expect(nameWarnings([{ name: 'issue.get', flags: [] }])).toEqual([]);
  });

  it('say what is about them, one for each kind, and show what cannot be seen', () => {
    const tools = [
      { name: 'caf\u00e9', flags: ['confusable'] },
      { name: 'cafe\u0301', flags: ['confusable'] },
      { name: 'a\u200b', flags: ['not_ascii', 'invisible'] },
    ];
    expect(nameWarnings(tools)).toEqual([
      {
        code: 'tool.name_confusable',
        message: '2 tools have a name that looks like another one of this server: "caf\\u{00E9}", "cafe\\u{0301}".',
      },
      {
        code: 'tool.name_not_ascii',
        message: 'One tool has a name with characters that may look like others: "a\\u{200B}".',
      },
      {
        code: 'tool.name_invisible',
        message: 'One tool has a name with characters that cannot be seen: "a\\u{200B}".',
      },
    ]);
  });

  it('name the first ones and count the others, however long they are', () => {
    const tools = Array.from({ length: 9 }, (_, index) => ({
      name: `ü${index}`.padEnd(1_000, 'x'),
      flags: ['not_ascii'],
    }));
    const [warning] = nameWarnings(tools);
    expect(warning?.message).toMatch(/^9 tools have .* and 5 more\.$/);
    expect(warning?.message.length).toBeLessThan(500);
  });
});
