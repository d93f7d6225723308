import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.join(process.cwd());
/** Builds Nx's project graph first: without one the boundary rule is silently skipped. */
const SCRIPT = `
  const { createProjectGraphAsync } = await import('nx/src/project-graph/project-graph.js');
  await createProjectGraphAsync();
  const { ESLint } = await import('eslint');
  const [filePath, code] = process.argv.slice(1);
  const [result] = await new ESLint().lintText(code, { filePath });
  process.stdout.write(JSON.stringify(result.messages.map(({ ruleId }) => ruleId)));
  process.exit(0);
`;

/** The rules that this text breaks, were it the content of that file. */
function brokenRules(file: string, code: string): string[] {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT, file, code], {
    cwd: ROOT,
    encoding: 'utf8',
    // Where `CI` is set, typescript-eslint infers a single run and lints the file on disk instead of the text it is given.
    env: { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false', NX_NO_CLOUD: 'true', TSESTREE_SINGLE_RUN: 'false' },
  });
  return JSON.parse(output) as string[];
}

describe('lint', () => {
  it('fails when a contract imports a platform library', () => {
    const code = `import { Bus } from '@countersign/messaging';\nexport const bus: Bus | null = null;\n`;
    expect(brokenRules('libs/contracts/src/contract.ts', code)).toContain('@nx/enforce-module-boundaries');
  });

  it('fails when an application reaches into another', () => {
    const code = `import '../../../mcp-router/src/main.js';\n`;
    const file = 'apps/agent-orchestrator/src/runs/decide.ts';
    expect(brokenRules(file, code)).toContain('@nx/enforce-module-boundaries');
    expect(brokenRules(file, `import '@countersign/mcp-router';\n`)).toContain('no-restricted-imports');
  });

  it('fails when a file without a role suffix has a clock or reads a file', () => {
    const code = `import { readFileSync } from 'node:fs';\nexport const at = Date.now() + readFileSync('x').length;\n`;
    expect(brokenRules('apps/agent-orchestrator/src/runs/decide.ts', code)).toEqual(
      expect.arrayContaining(['no-restricted-imports', 'no-restricted-properties']),
    );
  });

  it('fails on a promise that nobody waits for', () => {
    const code = `export function start(): void {\n  Promise.resolve();\n}\n`;
    const rules = brokenRules('libs/contracts/src/contract.ts', code);
    expect(rules).toContain('@typescript-eslint/no-floating-promises');
  });

  it('has nothing to say about clean code', () => {
    expect(brokenRules('libs/contracts/src/contract.ts', `export const answer = 42;\n`)).toEqual([]);
  });
});
