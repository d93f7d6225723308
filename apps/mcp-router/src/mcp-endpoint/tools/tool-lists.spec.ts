import { describe, expect, it } from '@jest/globals';
import type { DescribedTool } from '../../offers/list-offered-tools.use-case.js';
import { PreparedLists } from './prepared-lists.js';
import { decodeCursor, toToolPages, type ToolPage } from './tool-pages.js';

const aTool = (exposedName: string, change: Partial<DescribedTool> = {}): DescribedTool => ({
  exposedName,
  title: null,
  description: null,
  inputSchema: { type: 'object' },
  outputSchema: null,
  annotations: null,
  ...change,
});
const read = ({ json }: ToolPage): { tools: { name: string }[]; nextCursor?: string } =>
  JSON.parse(`{${json.toString()}}`) as { tools: { name: string }[]; nextCursor?: string };

describe('toToolPages', () => {
  it('puts everything on one page where it fits, the router’s own tool last', () => {
    const pages = toToolPages([aTool('a'), aTool('b')], 'modern').map(read);
    expect(pages).toHaveLength(1);
    expect(pages[0]?.tools.map(({ name }) => name)).toEqual(['a', 'b', 'countersign__approval_status']);
    expect(pages[0]).not.toHaveProperty('nextCursor');
    expect(toToolPages([], 'legacy').map(read)[0]?.tools).toHaveLength(1);
  });

  it('begins each further page behind the last name of the one before', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const pages = toToolPages(
      names.map((name) => aTool(name)),
      'modern',
      100,
    );
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flatMap((page) => read(page).tools.map(({ name }) => name))).toEqual([
      ...names,
      'countersign__approval_status',
    ]);
    for (const [index, page] of pages.entries()) {
      const before = pages[index - 1];
      expect(page.after).toBe(before === undefined ? '' : decodeCursor(read(before).nextCursor ?? ''));
    }
  });

  it('leaves a definition that is longer than a page in one piece', () => {
    const long = aTool('b', { description: 'x'.repeat(500) });
    const pages = toToolPages([aTool('a'), long, aTool('c')], 'modern', 100).map(read);
    expect(pages.map(({ tools }) => tools.map(({ name }) => name))).toEqual([
      ['a'],
      ['b'],
      ['c', 'countersign__approval_status'],
    ]);
  });

  it('promises a legacy client no output that its revision does not have', () => {
    const tool = aTool('a', { outputSchema: { type: 'array' }, title: 'A', annotations: { readOnlyHint: true } });
    expect(read(toToolPages([tool], 'modern')[0] as ToolPage).tools[0]).toHaveProperty('outputSchema');
    expect(read(toToolPages([tool], 'legacy')[0] as ToolPage).tools[0]).toEqual({
      name: 'a',
      title: 'A',
      inputSchema: { type: 'object' },
      annotations: { readOnlyHint: true },
      execution: { taskSupport: 'optional' },
    });
  });
});

describe('PreparedLists', () => {
  const pagesOf = (bytes: number): ToolPage[] => [{ after: '', json: Buffer.alloc(bytes) }];

  it('makes a list once, however many ask for it at the same time', async () => {
    const lists = new PreparedLists();
    let made = 0;
    const make = () => {
      made += 1;
      return Promise.resolve({ pages: pagesOf(1), isWhole: true });
    };
    await Promise.all([lists.of('a', make), lists.of('a', make)]);
    await lists.of('a', make);
    expect(made).toBe(1);
    await lists.of('b', make);
    expect(made).toBe(2);
  });

  it('keeps none that lacks something, and none that could not be made', async () => {
    const lists = new PreparedLists();
    await lists.of('a', () => Promise.resolve({ pages: pagesOf(1), isWhole: false }));
    await expect(lists.of('a', () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
    const pages = pagesOf(2);
    expect(await lists.of('a', () => Promise.resolve({ pages, isWhole: true }))).toBe(pages);
  });

  it('forgets the one that nobody has asked for longest when there is no room', async () => {
    const lists = new PreparedLists(10);
    const made: string[] = [];
    const ask = (key: string) =>
      lists.of(key, () => {
        made.push(key);
        return Promise.resolve({ pages: pagesOf(4), isWhole: true });
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });
});
