import { sign } from 'node:crypto';
import {
  type AccessTokenClaims,
  createGrantVerifier,
  generateSigningKey,
  type GrantClaims,
  InvalidTokenError,
  type RunTokenClaims,
  type SigningKey,
  toJwksOfKeys,
} from './index.js';

export const NOW = new Date('2026-11-23T10:00:00.000Z');
export const NOW_SECONDS = NOW.getTime() / 1_000;
export const key = generateSigningKey();

export const grantClaims: GrantClaims = {
  jti: 'approval-1',
  workspace: 'workspace-1',
  callId: 'call-1',
  bindingVersion: 1,
  bindingHash: 'ab'.repeat(32),
  decision: 'approved',
  approver: { id: 'user-1', name: 'Ada' },
  argumentsEdited: false,
};
export const accessClaims: AccessTokenClaims = {
  sub: 'token-1',
  kind: 'mcp',
  workspace: 'workspace-1',
  scopes: ['call:read'],
  name: 'laptop',
  ownerId: 'user-1',
};
export const runClaims: RunTokenClaims = {
  workspace: 'workspace-1',
  runId: 'run-1',
  agentId: 'agent-1',
  agentVersion: 3,
  initiator: 'user-1',
  tools: [{ integration: 'integration-1', toolNames: ['issue.get'] }, { integration: 'integration-2' }],
  strictness: 'allow',
};

export const grantPayload = {
  ...grantClaims,
  iss: 'policy',
  aud: 'mcp-router',
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 3_600,
};
export const grantHeader = { alg: 'ES256', typ: 'grant+jwt', kid: key.kid };

/** A token with any header and payload, signed for real: what a key holder with a wrong program could make. */
export function forge(header: unknown, payload: unknown, signer: SigningKey = key): string {
  const input = signingInput(header, payload);
  const signature = sign('sha256', Buffer.from(input), { key: signer.privateKeyPem, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

export function signingInput(header: unknown, payload: unknown): string {
  return [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

export function without(claim: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(grantPayload).filter(([name]) => name !== claim));
}

export function verifyGrant(token: string, at = NOW): unknown {
  return createGrantVerifier(toJwksOfKeys([key]), () => at).verify(token);
}

export function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidTokenError) return error.code;
    throw error;
  }
  return 'accepted';
}
