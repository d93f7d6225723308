import { describe, expect, it } from '@jest/globals';
import { readTool } from './read-tool.js';
import { toToolListing } from './read-tool-listing.js';

const listingOf = (entries: readonly unknown[]) => toToolListing(entries.map(readTool));

const SCHEMA = { type: 'object' };

describe('reading a listing', () => {
  it('flags names that a person should look at', () => {
    const { tools } = listingOf(
      ['issue.get', 'Issue.get', 'issue__get', 'і', 'a\u200b'].map((name) => ({ name, inputSchema: SCHEMA })),
    );
    expect(tools.map(({ flags }) => flags)).toEqual([
      ['confusable'],
      ['confusable'],
      [],
      ['not_ascii'],
      ['not_ascii', 'invisible'],
    ]);
  });

  it('keeps NFC and NFD spellings apart', () => {
    const { tools, warnings } = listingOf(['caf\u00e9', 'cafe\u0301'].map((name) => ({ name, inputSchema: SCHEMA })));
    expect([tools.length, warnings.map(({ code }) => code)]).toEqual([
      2,
      ['tool.name_confusable', 'tool.name_not_ascii'],
    ]);
  });

  it('takes the first of several tools of one name and names it in a warning', () => {
    const { tools, warnings } = listingOf([
      { name: 'a', description: 'first', inputSchema: SCHEMA },
      { name: 'a', description: 'second', inputSchema: SCHEMA },
    ]);
    expect(tools.map(({ description }) => description.description)).toEqual(['first']);
    expect(warnings).toEqual([{ code: 'tool.duplicate_name', message: expect.stringContaining('"a"') }]);
  });

  it('shows what a name hides, in warnings that are bounded', () => {
    const { warnings } = listingOf(
      Array.from({ length: 500 }, () => ({ name: `\u202e${'x'.repeat(2_000)}`, inputSchema: SCHEMA })),
    );
    expect(warnings).toHaveLength(20);
    expect(warnings[0]?.message).toMatch(/^The tool "\\u\{202E\}x+…" was not taken/);
    expect(warnings.at(-1)).toEqual({ code: 'more', message: '481 more warnings are not shown.' });
    expect(Math.max(...warnings.map(({ message }) => message.length))).toBeLessThanOrEqual(500);
  });

  it('does not take text that has no UTF-8 form', () => {
    const { tools, warnings } = listingOf([
      { name: '\ud800', inputSchema: SCHEMA },
      { name: 'a', description: '\ud800', inputSchema: SCHEMA },
    ]);
    expect(tools).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(['tool.name_malformed', 'tool.definition_malformed']);
    for (const { message } of warnings) expect(message.isWellFormed()).toBe(true);
  });

  it('passes schemas through as they are, whatever their members are called', () => {
    const inputSchema = JSON.parse('{"type":"object","constructor":{"__proto__":1},"__proto__":{"x":1}}') as object;
    const { tools } = listingOf([{ name: 'a', inputSchema }]);
    expect(JSON.stringify(tools[0]?.description.inputSchema)).toBe(JSON.stringify(inputSchema));
  });
});
