import { describe, expect, it } from '@jest/globals';
import { isOwnRequest } from './is-own-request.js';

describe('isOwnRequest', () => {
  const ada = { kind: 'user', id: 'ada', name: 'Ada' } as const;
  const herRun = { kind: 'run', id: 'r1', name: 'Run', ownerId: 'ada' } as const;
  const herToken = { kind: 'token', id: 't1', name: 'Token', ownerId: 'ADA' } as const;
  const grace = { kind: 'user', id: 'grace', name: 'Ada' } as const;

  it.each([
    ['her own call', ada, ada, true],
    ['a run that she started', ada, herRun, true],
    ['a run that she started, by a token of hers', herToken, herRun, true],
    ['a call of a token without an owner, by itself', { ...herToken, ownerId: '' }, { ...herToken, ownerId: '' }, true],
    ['a call of somebody of the same name', grace, ada, false],
    ['a run that somebody else started', grace, herRun, false],
  ])('says of %s', (_what, approver, principal, expected) => {
    expect(isOwnRequest(approver, principal)).toBe(expected);
  });
});
