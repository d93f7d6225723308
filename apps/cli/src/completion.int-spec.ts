import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TIMEOUT_MS } from './completion/names.client.js';
import { bashScript } from './completion/scripts.js';
import { Api, cliCommand, goldenItem } from './test-api.fixture-spec.js';

const run = promisify(execFile);

describe('bash completes countersign', () => {
  let api: Api;
  let folder: string;

  beforeAll(async () => {
    api = await Api.start();
    api.answer('GET /mcp-integrations', { items: [goldenItem('registry.list-integrations.v1')], nextCursor: null });
    const approval = goldenItem('policy.list-approvals.v1');
    api.answer('GET /approvals?state=pending', { items: [approval], nextCursor: null });
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
    const { command, args } = cliCommand([], {});
    const program = path.join(folder, 'countersign');
    await writeFile(program, `#!/bin/bash\nexec ${[command, ...args].map((part) => `'${part}'`).join(' ')} "$@"\n`);
    await chmod(program, 0o700);
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  });

  /** What the shell would offer for the last of these words. */
  async function complete(...words: string[]): Promise<string[]> {
    const line = ['countersign', ...words].map((word) => `'${word}'`).join(' ');
    const script = `${bashScript()}
      COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _countersign; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { PATH: `${folder}:/usr/bin:/bin`, COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' };
    const { stdout, stderr } = await run('bash', ['--noprofile', '--norc', '-c', script], { env, cwd: folder });
    expect(stderr).toBe('');
    return stdout.split('\n').filter((name) => name !== '');
  }

  it('with commands, options and the values that an option takes', async () => {
    expect(await complete('app')).toEqual(['apply', 'approvals']);
    expect(await complete('approvals', 'de')).toEqual(['decide', 'deny']);
    expect(await complete('audit', 'export', '--fo')).toEqual(['--format']);
    expect(await complete('--json', 'audit', 'export', '--format', '')).toEqual(['csv', 'jsonl']);
  });

  it('with the names of servers and the approvals that wait', async () => {
    const { slug } = goldenItem('registry.list-integrations.v1');
    expect(await complete('tools', 'list', '')).toEqual([slug]);
    const { id } = goldenItem('policy.list-approvals.v1');
    expect(await complete('approvals', 'decide', '--deny', '')).toEqual([id]);
  });

  it('with nothing, and no word about it, where the API refuses', async () => {
    expect(await complete('agents', 'show', '')).toEqual([]);
  });

  it('with nothing where the API does not answer in time', async () => {
    // It stays open, and never says all of it.
    api.stream('GET /agents', '{"items":[');
    const startedAt = performance.now();
    expect(await complete('agents', 'show', '')).toEqual([]);
    expect(performance.now() - startedAt).toBeGreaterThan(TIMEOUT_MS - 1);
  });
});
