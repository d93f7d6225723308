import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { generateSealingKeyPair } from '@countersign/tokens';
import type { Caller } from '../../callers/caller.js';
import { REQUEST_STATE_AGE_MS_MAX } from '../../limits.js';
import type { RpcError } from '../protocol/rpc.errors.js';
import { RequestStates } from './request-states.host.js';

const caller = (id: string, workspaceId = 'w'): Caller =>
  ({ workspaceId, principal: { kind: 'token', id, name: 'Laptop' } }) as unknown as Caller;

const { privateKeyPem: key } = generateSealingKeyPair();
const ADA = caller('ada');
const SUBJECT = ['tools/call', 'integration', 'issue.delete', 'hash'];

describe('a server’s state on its way through a client', () => {
  const states = new RequestStates(key);
  const sealed = states.seal(ADA, SUBJECT, 'the third form');
  const refusal = (open: () => unknown): unknown => {
    try {
      return open();
    } catch (error) {
      return (error as RpcError).fault.code;
    }
  };

  afterEach(() => {
    jest.useRealTimers();
  });

  it('is refused when it is too old', () => {
    jest.useFakeTimers({ now: Date.now() + REQUEST_STATE_AGE_MS_MAX + 1_000 });
    expect(refusal(() => states.open(ADA, SUBJECT, sealed))).toBe(-32_602);
  });

  it('comes back as it was, at any replica', () => {
    expect(new RequestStates(key).open(ADA, SUBJECT, sealed)).toBe('the third form');
  });

  it('shows the client nothing of itself', () => {
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('form');
    expect(states.seal(ADA, SUBJECT, 'the third form')).not.toBe(sealed);
  });

  it.each([
    ['somebody else', caller('eve'), SUBJECT],
    ['the same principal of another workspace', caller('ada', 'v'), SUBJECT],
    ['another server', ADA, ['tools/call', 'other', 'issue.delete', 'hash']],
    ['another tool', ADA, ['tools/call', 'integration', 'issue.drop', 'hash']],
    ['other arguments', ADA, ['tools/call', 'integration', 'issue.delete', 'other']],
    ['another method', ADA, ['prompts/get', 'integration', 'issue.delete', 'hash']],
    ['words that only look the same when put together', ADA, ['tools/call', 'integration issue.delete', '', 'hash']],
  ])('is refused when it is brought by or for %s', (_, who, subject) => {
    expect(refusal(() => states.open(who, subject, sealed))).toBe(-32_602);
  });

  it.each([
    ['a changed text', `${sealed}-TAMPERED`],
    ['a text that decodes to the same', `${sealed}=`],
    ['a flipped bit', sealed.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))],
    ['nothing', ''],
    ['no text', 7],
    ['the state itself', 'the third form'],
    [
      'one of another key',
      new RequestStates(generateSealingKeyPair().privateKeyPem).seal(ADA, SUBJECT, 'the third form'),
    ],
  ])('is refused as %s', (_, state) => {
    expect(refusal(() => states.open(ADA, SUBJECT, state))).toBe(-32_602);
  });
});
