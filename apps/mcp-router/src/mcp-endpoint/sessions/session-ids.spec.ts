import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { generateSealingKeyPair } from '@countersign/tokens';
import type { Caller } from '../../callers/caller.js';
import { SESSION_AGE_MS_MAX } from '../../limits.js';
import { readClientFeatures } from '../protocol/client-features.js';
import { toClientName } from './legacy-session.js';
import { SessionIds } from './session-ids.host.js';

const { privateKeyPem } = generateSealingKeyPair();
const caller = { workspaceId: 'w', principal: { kind: 'token', id: 't', name: 'T' } } as Caller;
const session = {
  protocolVersion: '2025-06-18',
  clientName: 'editor 1',
  features: readClientFeatures({ elicitation: { url: {} }, roots: {} }),
  capabilities: { elicitation: { url: {} }, roots: {} },
};

describe('session ids', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('hold what was settled, for every process with the same key', () => {
    const id = new SessionIds(privateKeyPem).issue(caller, session);
    expect(new SessionIds(privateKeyPem).find(caller, id)).toEqual({ ...session, issuedAtMs: expect.any(Number) });
    expect(id).not.toContain('editor');
  });

  it('are no two alike', () => {
    const ids = new SessionIds(privateKeyPem);
    expect(ids.issue(caller, session)).not.toBe(ids.issue(caller, session));
  });

  it('open for nobody else, with no other key, and not with a single bit changed', () => {
    const ids = new SessionIds(privateKeyPem);
    const id = ids.issue(caller, session);
    expect(ids.find(caller, id)).toBeDefined();
    expect(ids.find({ ...caller, workspaceId: 'v' }, id)).toBeUndefined();
    expect(ids.find({ ...caller, principal: { ...caller.principal, id: 'u' } }, id)).toBeUndefined();
    expect(new SessionIds(generateSealingKeyPair().privateKeyPem).find(caller, id)).toBeUndefined();
    for (let at = 3; at < id.length; at += 1) {
      const changed = id.slice(0, at) + (id[at] === 'A' ? 'Q' : 'A') + id.slice(at + 1);
      expect(ids.find(caller, changed)).toBeUndefined();
    }
  });

  it('are too old after a week, also where they were opened before', () => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    const ids = new SessionIds(privateKeyPem);
    const id = ids.issue(caller, session);
    expect(ids.find(caller, id)).toBeDefined();
    jest.setSystemTime(Date.now() + SESSION_AGE_MS_MAX + 1);
    expect(ids.find(caller, id)).toBeUndefined();
    expect(new SessionIds(privateKeyPem).find(caller, id)).toBeUndefined();
  });

  it('are forgotten where they were ended', () => {
    const ids = new SessionIds(privateKeyPem);
    const id = ids.issue(caller, session);
    ids.end(id);
    expect(ids.find(caller, id)).toBeUndefined();
  });

  it('stay short, whatever a client calls itself', () => {
    const clientName = toClientName({ name: `\ud800${'x'.repeat(9_000)}`, version: 7 });
    const id = new SessionIds(privateKeyPem).issue(caller, { ...session, clientName });
    expect(id.length).toBeLessThan(500);
  });
});
