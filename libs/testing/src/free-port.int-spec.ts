import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.js';

const worker = process.env['JEST_WORKER_ID'];

describe('freePort', () => {
  afterEach(() => {
    if (worker === undefined) delete process.env['JEST_WORKER_ID'];
    else process.env['JEST_WORKER_ID'] = worker;
  });

  it('never gives a port twice in a row, and always one below the ephemeral range', async () => {
    const ports: number[] = [];
    for (let i = 0; i < 20; i += 1) ports.push(await freePort());
    expect(new Set(ports).size).toBe(20);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });

  it('gives workers ports from different ranges', async () => {
    const ports: number[] = [];
    for (const id of ['1', '2', '39']) {
      process.env['JEST_WORKER_ID'] = id;
      ports.push(await freePort());
    }
    const ranges = ports.map((port) => Math.floor((port - 12_000) / 500));
    expect(ranges).toEqual([1, 2, 39]);
  });

  it('passes over a port that another living process was given, and takes over that of a dead one', async () => {
    const claimOf = (port: number): string => path.join(tmpdir(), 'countersign-test-ports', `${port}`);
    const port = await freePort();
    // The parent of this process lives; no process has the largest id.
    await writeFile(claimOf(port + 1), `${process.ppid}`);
    await writeFile(claimOf(port + 2), `${2 ** 22 + 1}`);
    expect(await freePort()).toBe(port + 2);
    await rm(claimOf(port + 1));
  });

  it('passes over a port on which somebody listens', async () => {
    const taken = createServer().listen((await freePort()) + 1, '127.0.0.1');
    await once(taken, 'listening');
    expect(await freePort()).not.toBe((taken.address() as AddressInfo).port);
    taken.close();
  });
});
