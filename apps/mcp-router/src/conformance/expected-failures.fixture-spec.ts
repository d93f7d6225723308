import type { Revision } from './server-suite.fixture-spec.js';

type Expected = Readonly<Record<string, string>>;

function because(reason: string, ...checks: readonly string[]): Expected {
  return Object.fromEntries(checks.map((check) => [check, reason]));
}

/** Most scenarios are one check of their own name. */
function eachBecause(reason: string, ...scenarios: readonly string[]): Expected {
  return because(reason, ...scenarios.map((scenario) => `${scenario}:${scenario}`));
}

const NO_TASKS = 'The router serves tasks of its own, and does not declare to servers that it could take theirs.';

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
    ...because(
      NO_TASKS,
      'tasks-capability-negotiation:tasks-per-request-meta-opt-in',
      'tasks-dispatch-and-envelope:sep-2663-durable-create-strong-consistency',
      'tasks-dispatch-and-envelope:tasks-result-type-complete-on-non-task-responses',
      'tasks-dispatch-and-envelope:tasks-server-directed-creation-no-hint',
      'tasks-lifecycle:sep-2663-cancel-ack-empty-result',
      'tasks-lifecycle:sep-2663-result-type-task-on-create',
      'tasks-lifecycle:sep-2663-tasks-get-status-completed',
      'tasks-lifecycle:sep-2663-tasks-get-status-failed',
      'tasks-lifecycle:sep-2663-tasks-get-status-working',
      'tasks-lifecycle:sep-2663-tool-error-uses-completed-status',
      'tasks-lifecycle:tasks-cancel-terminal-idempotent-ack',
      'tasks-mrtr-composition:sep-2663-mrtr-synchronous-before-task-creation',
      'tasks-mrtr-input:sep-2663-tasks-get-status-input-required',
      'tasks-mrtr-input:tasks-mrtr-partial-fulfillment',
      'tasks-mrtr-input:tasks-mrtr-tasks-update-resumes',
      'tasks-request-headers:sep-2663-routing-headers-accepted-on-tasks-get',
      'tasks-request-headers:sep-2663-server-rejects-mismatched-mcp-name-on-tasks-get',
      'tasks-request-state-removal:tasks-request-state-removal-setup',
      'tasks-wire-fields:tasks-no-early-ttl-expiry',
      'tasks-wire-fields:tasks-no-related-task-meta-on-inlined-result',
      'tasks-wire-fields:tasks-wire-field-renames',
    ),
  },
};
