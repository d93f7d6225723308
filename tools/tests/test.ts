// `npm test`: everything that CI runs, in one command. The last line is `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const ROOT = join(import.meta.dirname, '..', '..');

const USAGE = `Usage: npm test [-- <jest arguments>]

  Without arguments: formatting, lint, types, then unit, integration and end-to-end tests.
  With arguments: the tests they select, e.g. npm test -- libs/tool-name`;

interface Step {
  readonly title: string;
  /** A JavaScript file of a package, so that no shell and no PATH is involved. */
  readonly script: string;
  readonly args: readonly string[];
}

const CHECKS: readonly Step[] = [
  { title: 'formatting', script: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
  { title: 'lint', script: 'eslint/bin/eslint.js', args: ['.'] },
  { title: 'types', script: 'typescript/bin/tsc', args: ['--noEmit', '-p', 'tsconfig.json'] },
  { title: 'types of the web UI', script: 'typescript/bin/tsc', args: ['--noEmit', '-p', 'apps/web/tsconfig.json'] },
  { title: 'types of the tools', script: 'typescript/bin/tsc', args: ['--noEmit', '-p', 'tools/tsconfig.json'] },
];

/** Far above the longest step, so that a test which leaves something open fails the run instead of holding it for ever. */
const STEP_LIMIT_MS = 40 * 60_000;

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function runScript(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const done = spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    timeout: STEP_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  if (done.signal !== null) say(`${script} was ended by ${done.signal} (limit: ${STEP_LIMIT_MS / 60_000} min)`);
  return done.status === 0;
}

function runCheck(step: Step): boolean {
  const startedAt = performance.now();
  const passed = runScript(step.script, step.args);
  say(`${passed ? '✓' : '✗'} ${step.title} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
  return passed;
}

/** Jest's own report, and whether its process ended well: a failing teardown or an open handle is in no test's result. */
function runJest(args: readonly string[]): { report: JestReport; endedWell: boolean } {
  const file = join(mkdtempSync(join(tmpdir(), 'countersign-test-')), 'report.json');
  const endedWell = runScript('jest/bin/jest.js', ['--json', `--outputFile=${file}`, '--silent=false', ...args], {
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  });
  return { report: JSON.parse(readFileSync(file, 'utf8')) as JestReport, endedWell };
}

function main(): void {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    say(USAGE);
    return;
  }
  const checks = args.length === 0 ? CHECKS.map(runCheck) : [];
  const { report, endedWell } = runJest(args);
  // A suite that could not even be loaded has no failed test of its own, and is a failure all the same.
  const failedTests = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const failedSteps = checks.filter((passed) => !passed).length + (endedWell || failedTests > 0 ? 0 : 1);
  const failed = failedTests + failedSteps;
  const passed = report.numPassedTests + checks.filter((ok) => ok).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  // Nothing that is needed may be skipped: a skipped test is a failure that nobody reads.
  process.exitCode = failed === 0 && skipped === 0 && report.numPassedTests > 0 ? 0 : 1;
}

main();
