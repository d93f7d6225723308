import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { LedgerQueue } from './ledger-queue.repository.js';
import { isAboutRows } from './refused-outcome.errors.js';

const BATCH = ['a', 'b', 'c'];

describe('LedgerQueue', () => {
  const failure = (code: string): Error =>
    new QueryFailedError('insert', undefined, Object.assign(new Error(code), { code }));

  /** What became of every row of one batch, and the batches that were tried. */
  const flush = async (write: (items: readonly string[]) => Promise<ReadonlySet<string>>) => {
    const tried: string[] = [];
    const queue = new LedgerQueue<string>({
      delayMs: 0,
      idOf: (item) => item,
      bytesOf: (item) => item.length,
      write: (items) => {
        tried.push(items.join(''));
        return write(items);
      },
      isAboutRows,
      onRefusal: ({ failed }, error) => failed(error),
    });
    const ends = await Promise.allSettled(BATCH.map((item) => queue.add(item)));
    return { tried, ends: ends.map(({ status }) => status) };
  };

  it('writes what comes together in one commit', async () => {
    const { tried, ends } = await flush((items) => Promise.resolve(new Set(items)));
    expect(tried).toEqual(['abc']);
    expect(ends).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  });

  it('lets a row that the database refuses take no other with it', async () => {
    const { tried, ends } = await flush((items) =>
      items.includes('b') ? Promise.reject(failure('22P05')) : Promise.resolve(new Set(items)),
    );
    expect(tried).toEqual(['abc', 'a', 'b', 'c']);
    expect(ends).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('lets a row that cannot even be sent take no other with it', async () => {
    const { ends } = await flush((items) =>
      items.includes('b') ? Promise.reject(new RangeError('too long')) : Promise.resolve(new Set(items)),
    );
    expect(ends).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it.each(['ECONNREFUSED', '57P01', '57014', '53300'])(
    'asks a database that fails with %s once, not once per row',
    async (code) => {
      const { tried, ends } = await flush(() => Promise.reject(failure(code)));
      expect(tried).toEqual(['abc']);
      expect(ends).toEqual(['rejected', 'rejected', 'rejected']);
    },
  );
});
