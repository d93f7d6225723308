import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** The roles a file can have; a file without one is pure and may not import a framework, a driver or a clock. */
const ROLES = [
  'entity',
  'repository',
  'use-case',
  'responder',
  'controller',
  'consumer',
  'client',
  'view',
  'errors',
  'module',
  'dto',
  'filter',
  'guard',
  'interceptor',
  'sweeper',
  'server',
  'host',
  'migration',
  'spec',
  'int-spec',
  'e2e-spec',
  'fixture-spec',
  'child-spec',
];
const IMPURE = [
  '@nestjs/*',
  'typeorm',
  'pg',
  '@nats-io/*',
  'undici',
  'node:fs*',
  'node:net',
  'node:http*',
  'node:tls',
  'node:child_process',
];
/** Applications are run, never imported; Nx does not see them as packages with an entry. */
const APPS = {
  group: [
    'integration-registry',
    'policy',
    'mcp-router',
    'agent-orchestrator',
    'admin-gateway',
    'cli',
    'web',
    'demo-tracker',
    'scripted-model',
  ].map((app) => `@countersign/${app}`),
  message: 'An application is run, never imported: talk to it over the bus or HTTP.',
};
const SERVICES = ['integration-registry', 'policy', 'mcp-router', 'agent-orchestrator'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/*.generated.ts', '**/node_modules/**', '.nx/**', '.countersign/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/web/tsconfig.json', './tools/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          banTransitiveDependencies: false,
          allow: [],
          depConstraints: [
            { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contract'] },
            { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:platform', 'type:contract'] },
            { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:platform', 'type:contract'] },
            { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:platform', 'type:contract'] },
            { sourceTag: 'type:ui', onlyDependOnLibsWithTags: ['type:contract'] },
            { sourceTag: 'type:test', onlyDependOnLibsWithTags: ['type:platform', 'type:contract'] },
          ],
        },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-restricted-imports': ['error', { patterns: [APPS] }],
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
    },
  },
  {
    files: SERVICES.concat('admin-gateway').map((name) => `apps/${name}/src/*/**/*.ts`),
    ignores: ROLES.map((role) => `**/*.${role}.ts`).concat('**/migrations/**'),
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [APPS, { group: IMPURE, message: 'A file without a role suffix is pure.' }] },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'A file without a role suffix has no clock.' },
        { object: 'Math', property: 'random', message: 'A file without a role suffix has no randomness.' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*-spec.ts', 'apps/e2e/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['apps/cli/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts'], rules: { 'no-console': 'off' } },
  prettier,
);
