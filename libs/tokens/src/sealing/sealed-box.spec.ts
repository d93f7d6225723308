import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  generateSealingKeyPair,
  InvalidSealingKeyError,
  openSealed,
  sealFor,
  toPublicKeyPem,
  UnknownSealingKeyError,
  UnsealError,
} from '../index.js';

const router = generateSealingKeyPair();
const CONTEXT = 'workspace-1/integration-1/7';
const SECRET = 'Bearer s3cret-ünïcode';

function flipBit(box: string, part: number, byte: number): string {
  const parts = box.split('.');
  const bytes = Buffer.from(parts[part] ?? '', 'base64url');
  bytes.writeUInt8(bytes.readUInt8(byte) ^ 1, byte);
  return parts.map((text, index) => (index === part ? bytes.toString('base64url') : text)).join('.');
}

describe('a sealed box', () => {
  it('opens for the recipient in its context', () => {
    expect(openSealed(router.privateKeyPem, sealFor(router.publicKeyPem, SECRET, CONTEXT), CONTEXT).toString()).toBe(
      SECRET,
    );
  });

  it('carries bytes and nothing at all', () => {
    const bytes = Buffer.from([0, 255, 10, 0]);
    expect(openSealed(router.privateKeyPem, sealFor(router.publicKeyPem, bytes, ''), '')).toEqual(bytes);
    expect(openSealed(router.privateKeyPem, sealFor(router.publicKeyPem, '', ''), '')).toHaveLength(0);
  });

  it('is different each time and shows nothing of its content', () => {
    const [one, two] = [sealFor(router.publicKeyPem, SECRET, CONTEXT), sealFor(router.publicKeyPem, SECRET, CONTEXT)];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.')[3] ?? '', 'base64url').toString()).not.toContain('s3cret');
  });

  it('does not open in another context', () => {
    const box = sealFor(router.publicKeyPem, SECRET, CONTEXT);
    expect(() => openSealed(router.privateKeyPem, box, 'workspace-2/integration-1/7')).toThrow(UnsealError);
  });

  it('does not open with any bit changed', () => {
    const box = sealFor(router.publicKeyPem, SECRET, CONTEXT);
    const bodyBytes = Buffer.from(box.split('.')[3] ?? '', 'base64url').length;
    for (let byte = 0; byte < bodyBytes; byte += 1) {
      expect(() => openSealed(router.privateKeyPem, flipBit(box, 3, byte), CONTEXT)).toThrow(UnsealError);
    }
    for (let byte = 0; byte < 32; byte += 1) {
      expect(() => openSealed(router.privateKeyPem, flipBit(box, 2, byte), CONTEXT)).toThrow(UnsealError);
    }
  });

  it('does not open for another key, and says which key is missing', () => {
    const stranger = generateSealingKeyPair();
    const box = sealFor(router.publicKeyPem, SECRET, CONTEXT);
    expect(() => openSealed(stranger.privateKeyPem, box, CONTEXT)).toThrow(UnknownSealingKeyError);
    const renamed = [...box.split('.')];
    renamed[1] = sealFor(stranger.publicKeyPem, '', '').split('.')[1] ?? '';
    expect(() => openSealed(stranger.privateKeyPem, renamed.join('.'), CONTEXT)).toThrow(UnsealError);
  });

  it('opens with the old key while the recipient rotates', () => {
    const next = generateSealingKeyPair();
    const box = sealFor(router.publicKeyPem, SECRET, CONTEXT);
    expect(openSealed([next.privateKeyPem, router.privateKeyPem], box, CONTEXT).toString()).toBe(SECRET);
  });

  it('refuses an ephemeral key of small order', () => {
    const parts = sealFor(router.publicKeyPem, SECRET, CONTEXT).split('.');
    for (const point of [Buffer.alloc(32), Buffer.concat([Buffer.from([1]), Buffer.alloc(31)])]) {
      const box = [parts[0], parts[1], point.toString('base64url'), parts[3]].join('.');
      expect(() => openSealed(router.privateKeyPem, box, CONTEXT)).toThrow(UnsealError);
    }
  });

  it.each(['', 'csb1', 'csb2.a.b.c', 'csb1.a.b.c.d', 'csb1...', '....'])('refuses %j', (text) => {
    expect(() => openSealed(router.privateKeyPem, text, CONTEXT)).toThrow(UnsealError);
  });

  it('refuses keys that cannot seal, without repeating them', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(() => sealFor(pem, SECRET, CONTEXT)).toThrow(InvalidSealingKeyError);
    expect(() => sealFor('hunter2', SECRET, CONTEXT)).toThrow(/^(?!.*hunter2)/);
  });

  it('derives the public half of a configured key', () => {
    expect(toPublicKeyPem(router.privateKeyPem)).toBe(router.publicKeyPem);
  });
});
