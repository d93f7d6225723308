import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('returns the first value that comes without an error', async () => {
    let attempts = 0;
    const value = await eventually(
      () => {
        attempts += 1;
        if (attempts < 3) throw new Error('not yet');
        return Promise.resolve(attempts);
      },
      { intervalMs: 1 },
    );
    expect(value).toBe(3);
  });

  it('fails with the last error when the time is over', async () => {
    const failing = eventually(() => Promise.reject(new Error('never')), { timeoutMs: 20, intervalMs: 5 });
    await expect(failing).rejects.toThrow('never');
  });
});
