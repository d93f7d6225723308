import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProcess } from '@countersign/testing';

const SUITE = createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/dist/index.js');

export type Revision = '2025-11-25' | '2026-07-28';

/** What one check of the suite found. */
interface Check {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly errorMessage?: string;
}

export interface SuiteResult {
  /** How many scenarios ran, also those that a revision reports and does not require. */
  readonly scenarios: readonly string[];
  /** `scenario:check` → what was wrong, warnings too: they are what a revision says a server should do. */
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * The one check with a clock that no option sets: it takes for a failure that nothing at all came within half a second,
 * which a busy machine needs at times. That is not what it looks for, so the scenario has one more chance to show it; a
 * log message that was sent unasked is another failure and stands.
 */
const HASTY = { scenario: 'server-stateless', check: 'server-stateless:sep-2575-server-no-log-without-loglevel' };
const NOTHING_CAME = /failed to yield frame structures/;

/** Runs the official suite for servers, everything that a revision names. */
export async function runServerSuite(url: string, revision: Revision): Promise<SuiteResult> {
  const result = await run(url, ['--requirements', revision]);
  if (!NOTHING_CAME.test(result.failures.get(HASTY.check) ?? '')) return result;
  const again = await run(url, ['--scenario', HASTY.scenario, '--spec-version', revision]);
  const failures = new Map(result.failures);
  failures.delete(HASTY.check);
  const failure = again.failures.get(HASTY.check);
  if (failure !== undefined) failures.set(HASTY.check, failure);
  return { ...result, failures };
}

async function run(url: string, options: readonly string[]): Promise<SuiteResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'conformance-'));
  const suite = await startProcess({
    command: process.execPath,
    args: [SUITE, 'server', '--url', url, ...options, '-o', folder],
    env: { NODE_OPTIONS: '' },
  });
  await suite.exited;
  const result = await readResults(folder);
  await rm(folder, { recursive: true });
  if (result.scenarios.length === 0) throw new Error(`the suite did not run: ${suite.logs()}`);
  return result;
}

/** One folder per scenario: `server-<scenario>-<time>`. */
const RESULT_FOLDER = /^server-(.+)-\d{4}-\d{2}-\d{2}T.*$/;

async function readResults(folder: string): Promise<SuiteResult> {
  const failures = new Map<string, string>();
  const scenarios: string[] = [];
  for (const name of await readdir(folder)) {
    const scenario = RESULT_FOLDER.exec(name)?.[1];
    if (scenario === undefined) continue;
    scenarios.push(scenario);
    const checks = JSON.parse(await readFile(path.join(folder, name, 'checks.json'), 'utf8')) as Check[];
    for (const { id, status, errorMessage = 'no reason given' } of checks) {
      if (status === 'FAILURE' || status === 'WARNING') failures.set(`${scenario}:${id}`, errorMessage);
    }
  }
  return { scenarios: scenarios.sort(), failures };
}
