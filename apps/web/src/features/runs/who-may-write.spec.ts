import { describe, expect, it } from '@jest/globals';
import { whoMayWrite } from './who-may-write.js';

const ANN = { userId: 'ann', mayRun: true };
const byAnn = { kind: 'user', id: 'ann', name: 'Ann' } as const;

describe('who may write to a run', () => {
  it('is who started it, or whose token did', () => {
    expect(whoMayWrite({ status: 'running', startedBy: byAnn }, ANN).mayWrite).toBe(true);
    const byToken = { kind: 'token', id: 't', name: 'script', ownerId: 'ann' } as const;
    expect(whoMayWrite({ status: 'finished', startedBy: byToken }, ANN)).toEqual({
      mayWrite: true,
      reason: expect.stringContaining('opens it again'),
    });
  });

  it.each([
    [
      'of somebody else',
      { status: 'running', startedBy: { ...byAnn, id: 'bob', name: 'Bob' } },
      ANN,
      'in the name of Bob',
    ],
    ['that was cancelled', { status: 'cancelled', startedBy: byAnn }, ANN, 'cancelled'],
    ['that is parked', { status: 'running', startedBy: byAnn, parked: 'x' }, ANN, 'parked'],
    ['without the scope', { status: 'running', startedBy: byAnn }, { ...ANN, mayRun: false }, 'role'],
  ] as const)('is nobody who is told why, for a run %s', (_, run, writer, reason) => {
    expect(whoMayWrite(run, writer)).toEqual({ mayWrite: false, reason: expect.stringContaining(reason) });
  });
});
