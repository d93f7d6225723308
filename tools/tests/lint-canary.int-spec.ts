import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';

/** Builds Nx's project graph first: without one the boundary rule is silently skipped. */
const SCRIPT = `
  const { createProjectGraphAsync } = await import('nx/src/project-graph/project-graph.js');
  await createProjectGraphAsync();
  const { ESLint } = await import('eslint');
  const eslint = new ESLint();
  const rules = [];
  for (const { file, code } of JSON.parse(process.argv[1])) {
    const [result] = await eslint.lintText(code, { filePath: file });
    rules.push(result.messages.map(({ ruleId }) => ruleId));
  }
  process.stdout.write(JSON.stringify(rules));
  process.exit(0);
`;

interface Canary {
  readonly file: string;
  /** As if this were the content of that file. */
  readonly code: string;
}

const CANARIES = {
  contractWithPlatform: {
    file: 'libs/contracts/src/contract.ts',
    code: `import { Bus } from '@countersign/messaging';\nexport const bus: Bus | null = null;\n`,
  },
  neighbourByPath: {
    file: 'apps/agent-orchestrator/src/runs/decide.ts',
    code: `import '../../../mcp-router/src/main.js';\n`,
  },
  neighbourByName: {
    file: 'apps/agent-orchestrator/src/runs/decide.ts',
    code: `import '@countersign/mcp-router';\n`,
  },
  impureWithoutRole: {
    file: 'apps/agent-orchestrator/src/runs/decide.ts',
    code: `import { readFileSync } from 'node:fs';\nexport const at = Date.now() + readFileSync('x').length;\n`,
  },
  floatingPromise: {
    file: 'libs/contracts/src/contract.ts',
    code: `export function start(): void {\n  Promise.resolve();\n}\n`,
  },
  clean: { file: 'libs/contracts/src/contract.ts', code: `export const answer = 42;\n` },
} satisfies Record<string, Canary>;

/** The rules that each of them breaks. All in one process: the graph and the types of the workspace take seconds. */
function lintCanaries(): Record<keyof typeof CANARIES, string[]> {
  const output = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', SCRIPT, JSON.stringify(Object.values(CANARIES))],
    {
      encoding: 'utf8',
      // Where `CI` is set, typescript-eslint infers a single run and lints the file on disk instead of the text it is given.
      env: { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false', NX_NO_CLOUD: 'true', TSESTREE_SINGLE_RUN: 'false' },
    },
  );
  const rules = JSON.parse(output) as string[][];
  return Object.fromEntries(Object.keys(CANARIES).map((name, index) => [name, rules[index] ?? []])) as ReturnType<
    typeof lintCanaries
  >;
}

describe('lint', () => {
  let broken: ReturnType<typeof lintCanaries>;

  beforeAll(() => {
    broken = lintCanaries();
  }, 120_000);

  it('fails when a contract imports a platform library', () => {
    expect(broken.contractWithPlatform).toContain('@nx/enforce-module-boundaries');
  });

  it('fails when an application reaches into another', () => {
    expect(broken.neighbourByPath).toContain('@nx/enforce-module-boundaries');
    expect(broken.neighbourByName).toContain('no-restricted-imports');
  });

  it('fails when a file without a role suffix has a clock or reads a file', () => {
    expect(broken.impureWithoutRole).toEqual(
      expect.arrayContaining(['no-restricted-imports', 'no-restricted-properties']),
    );
  });

  it('fails on a promise that nobody waits for', () => {
    expect(broken.floatingPromise).toContain('@typescript-eslint/no-floating-promises');
  });

  it('has nothing to say about clean code', () => {
    expect(broken.clean).toEqual([]);
  });
});
