import { availableParallelism } from 'node:os';

/** One configuration for every project: unit (*.spec.ts), integration (*.int-spec.ts) and end-to-end (*.e2e-spec.ts). */
export default {
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/tools'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.mjs',
  testMatch: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: {
    '^@countersign/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  testTimeout: 60_000,
  // Tests wait for servers more than they compute, so even one core carries two workers.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Modules of every file stay in a worker's memory; beyond this it is ended and another one takes the next file.
  workerIdleMemoryLimit: '2GB',
  // A busy machine takes more than half a second to end a worker that has let go of everything.
  workerGracefulExitTimeout: 5_000,
};
