import type { Revision } from './server-suite.fixture-spec.js';

type Expected = Readonly<Record<string, string>>;

function because(reason: string, ...checks: readonly string[]): Expected {
  return Object.fromEntries(checks.map((check) => [check, reason]));
}

/** Most scenarios are one check of their own name. */
function eachBecause(reason: string, ...scenarios: readonly string[]): Expected {
  return because(reason, ...scenarios.map((scenario) => `${scenario}:${scenario}`));
}

/**
 * What the suite finds wrong with the router, each with the reason why it stays: `scenario:check` → reason. A failure that
 * is not here fails the test, and so does an entry that passes.
 */
export const EXPECTED_FAILURES: Readonly<Record<Revision, Expected>> = {
  '2025-11-25': {
    ...eachBecause(
      'The router asks servers and does not listen to them, so it declares no subscriptions that nothing would come of.',
      'resources-subscribe',
      'resources-unsubscribe',
    ),
  },
  '2026-07-28': {
    ...because(
      'The router tells of prompts that policy or a connection changes; what a server adds, the next listing has.',
      'server-stateless:sep-2575-server-sends-prompts-list-changed-on-subscription',
    ),
  },
};
