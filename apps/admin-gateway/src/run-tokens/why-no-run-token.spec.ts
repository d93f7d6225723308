import { describe, expect, it } from '@jest/globals';
import type { IssueRunTokenRequest } from '@countersign/contracts';
import { aRun } from '../test-builders.fixture-spec.js';
import { whyNoRunToken } from './why-no-run-token.js';

describe('whyNoRunToken', () => {
  const run = aRun();
  const request: IssueRunTokenRequest = {
    workspaceId: run.workspaceId,
    runId: run.id,
    agentId: run.agentId,
    agentVersion: run.agentVersion,
    initiator: { kind: 'user', id: 'u', name: 'u' },
    integrations: null,
  };

  it('has nothing against a run as it was asked for', () => {
    expect(whyNoRunToken(request, run)).toBeNull();
  });

  it.each([
    { id: 'other' },
    { workspaceId: 'other' },
    { agentId: 'other' },
    { agentVersion: 2 },
    { status: 'failed' as const },
  ])('minds a run with %j', (difference) => {
    expect(whyNoRunToken(request, { ...run, ...difference })).toEqual(expect.any(String));
  });
});
