import { describe, expect, it } from '@jest/globals';
import { healIntegrationPolicy } from './heal-integration-policy.js';
import { CLOSED_INTEGRATION_POLICY } from './tool-policy.js';

// Static JSON imports lose their attribute in the compiler.
const { default: fixtures } = await import('../fixtures/integration-policies.json', { with: { type: 'json' } });

describe('healing a stored integration policy', () => {
  it.each(fixtures.readable)('reads $title', ({ document, isHealed, policy }) => {
    expect(healIntegrationPolicy(document)).toEqual({ ok: true, policy, isHealed });
  });

  it.each(fixtures.unreadable)('does not read $title', ({ document, pointer, message }) => {
    expect(healIntegrationPolicy(document)).toEqual({ ok: false, problem: { pointer, message } });
  });

  it('has a closed policy to go on with, which trusts and opens nothing', () => {
    expect(CLOSED_INTEGRATION_POLICY).toEqual({ posture: 'off', trusted: false, resources: false, prompts: false });
  });
});
