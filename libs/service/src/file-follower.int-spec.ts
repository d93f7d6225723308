import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FileFollower, ReadinessRegistry } from './index.js';

describe('a file that is followed', () => {
  let folder: string;
  let file: string;
  let readiness: ReadinessRegistry;
  let follower: FileFollower;
  let taken: unknown;
  const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);

  const take = (text: string): boolean => {
    const next: unknown = JSON.parse(text);
    const isNew = next !== taken;
    taken = next;
    return isNew;
  };
  /** As Kubernetes mounts a secret: the file is a link through `..data`, which is replaced in one step. */
  const mount = async (version: string, text: string): Promise<void> => {
    await mkdir(path.join(folder, version));
    await writeFile(path.join(folder, version, 'keys'), text);
    await symlink(version, path.join(folder, `link-${version}`));
    await rename(path.join(folder, `link-${version}`), path.join(folder, '..data'));
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'followed-'));
    await mount('v1', '1');
    file = path.join(folder, 'keys');
    await symlink(path.join('..data', 'keys'), file);
    [taken, readiness] = [1, new ReadinessRegistry()];
    follower = new FileFollower([{ name: 'KEYS_FILE', path: file, take }], readiness);
    errors.mockClear();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is taken when a link in its path is replaced', async () => {
    await mount('v2', '2');
    await follower.look();
    expect([taken, readiness.warnings()]).toEqual([2, []]);
  });

  it('is taken when it is replaced itself', async () => {
    await writeFile(path.join(folder, 'other'), '3');
    await rename(path.join(folder, 'other'), file);
    await follower.look();
    expect(taken).toBe(3);
  });

  it.each([
    ['broken', '{"d":"hunter2', 'it is not JSON'],
    ['gone', null, 'no such file'],
  ])('changes nothing while it is %s, which is said once, and shown until it is mended', async (_, text, reason) => {
    if (text === null) await rm(file);
    else await mount('v2', text);
    for (let round = 0; round < 3; round += 1) await follower.look();
    expect([taken, errors.mock.calls.length]).toEqual([1, 1]);
    expect(readiness.warnings()).toEqual([{ name: 'KEYS_FILE', reason: expect.stringContaining(reason) }]);
    expect(JSON.stringify([readiness.warnings(), errors.mock.calls])).not.toContain('hunter2');
    await rm(file, { force: true });
    await writeFile(file, '4');
    await follower.look();
    expect([taken, readiness.warnings()]).toEqual([4, []]);
  });
});
