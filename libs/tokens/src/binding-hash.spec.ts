import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  assertGrantBinds,
  bindingHash,
  type BindingFields,
  BindingMismatchError,
  type GrantClaims,
  InvalidBindingError,
  UnknownBindingVersionError,
} from './index.js';

const fields: BindingFields = {
  workspace: 'w',
  callId: 'c',
  integrationId: 'i',
  connectionRevision: 7,
  toolName: 'issue.get',
  definitionHash: 'd',
  arguments: { b: 1, a: [true, null, 'ü'] },
  principal: 'p',
  expiresAt: '2026-11-24T10:00:00.000Z',
};

const grant: GrantClaims = {
  jti: 'approval-1',
  workspace: 'w',
  callId: 'c',
  bindingVersion: 1,
  bindingHash: bindingHash(fields),
  decision: 'approved',
  approver: { id: 'user-1', name: 'Ada' },
  argumentsEdited: false,
};

describe('bindingHash', () => {
  it('is the SHA-256 of the canonical JSON of version 1, byte for byte, for ever', () => {
    const json =
      '{"arguments":{"a":[true,null,"ü"],"b":1},"callId":"c","connectionRevision":7,"definitionHash":"d",' +
      '"expiresAt":"2026-11-24T10:00:00.000Z","integrationId":"i","principal":"p","toolName":"issue.get","v":1,' +
      '"workspace":"w"}';
    expect(bindingHash(fields)).toBe(createHash('sha256').update(json).digest('hex'));
  });

  it('does not depend on the order in which arguments were written', () => {
    expect(bindingHash({ ...fields, arguments: { a: [true, null, 'ü'], b: 1 } })).toBe(bindingHash(fields));
  });

  it('does not take up fields that the version does not have', () => {
    const wider = { ...fields, note: 'x' };
    expect(bindingHash(wider)).toBe(bindingHash(fields));
  });

  it.each<[keyof BindingFields, BindingFields[keyof BindingFields]]>([
    ['workspace', 'w2'],
    ['callId', 'c2'],
    ['integrationId', 'i2'],
    ['connectionRevision', 8],
    ['toolName', 'issue__get'],
    ['definitionHash', 'd2'],
    ['arguments', { b: 1, a: [true, null, 'u'] }],
    ['arguments', { b: '1', a: [true, null, 'ü'] }],
    ['arguments', { b: 1, a: [true, 'ü'] }],
    ['principal', 'p2'],
    ['expiresAt', '2026-11-24T10:00:00.001Z'],
  ])('moves with %s', (name, value) => {
    const changed = { ...fields, [name]: value };
    expect(bindingHash(changed)).not.toBe(bindingHash(fields));
    expect(() => assertGrantBinds(grant, changed)).toThrow(BindingMismatchError);
  });

  it.each<[string, unknown]>([
    ['workspace', ''],
    ['principal', undefined],
    ['connectionRevision', '7'],
    ['connectionRevision', Number.NaN],
    ['arguments', undefined],
    ['expiresAt', '2026-11-24T10:00:00Z'],
    ['expiresAt', '2026-11-24T11:00:00.000+01:00'],
    ['expiresAt', 'soon'],
  ])('refuses %s = %j, which is missing or has other spellings', (name, value) => {
    expect(() => bindingHash({ ...fields, [name]: value })).toThrow(InvalidBindingError);
  });

  it.each([0, 2, -1, 1.5, Number.NaN])('fails closed on the unknown version %j', (version) => {
    expect(() => bindingHash(fields, version)).toThrow(UnknownBindingVersionError);
    expect(() => assertGrantBinds({ ...grant, bindingVersion: version }, fields)).toThrow(UnknownBindingVersionError);
  });
});

describe('assertGrantBinds', () => {
  it('passes the call that was approved', () => {
    expect(() => assertGrantBinds(grant, fields)).not.toThrow();
  });

  it('refuses a grant for another call or workspace even with a matching hash', () => {
    expect(() => assertGrantBinds({ ...grant, callId: 'c2' }, fields)).toThrow(BindingMismatchError);
    expect(() => assertGrantBinds({ ...grant, workspace: 'w2' }, fields)).toThrow(BindingMismatchError);
  });
});
