import { afterAll, beforeAll } from '@jest/globals';
import { RouterSystem } from './test-system.fixture-spec.js';

export interface TestRouter {
  /** From the first hook of the suite on. */
  readonly system: RouterSystem;
}

/** A router for all tests of one suite, with everything around it. */
export function aRouter(options: Parameters<typeof RouterSystem.start>[0] = {}): TestRouter {
  let system: RouterSystem | undefined;
  beforeAll(async () => {
    system = await RouterSystem.start(options);
  });
  afterAll(() => system?.stop());
  return {
    get system() {
      if (system === undefined) throw new Error('nothing was started');
      return system;
    },
  };
}
