import { describe, expect, it } from '@jest/globals';
import {
  createLocalKeyWrapper,
  generateKeyEncryptionKey,
  InvalidSealingKeyError,
  openSecret,
  parseKeyEncryptionKeys,
  rewrapSecret,
  type SealedSecret,
  sealSecret,
  type SecretContext,
  UnknownSealingKeyError,
  UnsealError,
} from '../index.js';

const [oldKey, newKey] = [generateKeyEncryptionKey('2026-01'), generateKeyEncryptionKey('2026-11')];
const before = createLocalKeyWrapper(parseKeyEncryptionKeys(oldKey));
const during = createLocalKeyWrapper(parseKeyEncryptionKeys(`${newKey},${oldKey}`));
const afterwards = createLocalKeyWrapper(parseKeyEncryptionKeys(newKey));

const context: SecretContext = { workspace: 'w', integration: 'i', version: 1 };
const SECRET = '{"authorization":"Bearer canary-ü"}';

function flipBit(text: string, byte: number): string {
  const bytes = Buffer.from(text, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(byte) ^ 0x80, byte);
  return bytes.toString('base64url');
}

describe('a secret at rest', () => {
  it('opens with its key and context after a way through JSON', async () => {
    const stored = JSON.parse(JSON.stringify(await sealSecret(before, SECRET, context))) as SealedSecret;
    expect(await openSecret(before, stored, context)).toBe(SECRET);
  });

  it('shows nothing of itself, not even that two secrets are equal', async () => {
    const [one, two] = [await sealSecret(before, SECRET, context), await sealSecret(before, SECRET, context)];
    expect(one.box).not.toBe(two.box);
    expect(one.dataKey.wrapped).not.toBe(two.dataKey.wrapped);
    expect(Buffer.from(one.box, 'base64url').toString('latin1')).not.toContain('canary');
  });

  it.each<[string, Partial<SecretContext>]>([
    ['workspace', { workspace: 'w2' }],
    ['integration', { integration: 'i2' }],
    ['version', { version: 2 }],
    ['purpose', { purpose: 'oauth' }],
  ])('does not open in the row of another %s', async (_, change) => {
    const sealed = await sealSecret(before, SECRET, context);
    await expect(openSecret(before, sealed, { ...context, ...change })).rejects.toThrow(UnsealError);
  });

  it('does not open with parts of two secrets', async () => {
    const [one, two] = [await sealSecret(before, SECRET, context), await sealSecret(before, 'other', context)];
    await expect(openSecret(before, { ...one, dataKey: two.dataKey }, context)).rejects.toThrow(UnsealError);
  });

  it('does not open with any byte changed', async () => {
    const sealed = await sealSecret(before, 'x', context);
    for (let byte = 0; byte < Buffer.from(sealed.box, 'base64url').length; byte += 1) {
      await expect(openSecret(before, { ...sealed, box: flipBit(sealed.box, byte) }, context)).rejects.toThrow(
        UnsealError,
      );
    }
    for (let byte = 0; byte < Buffer.from(sealed.dataKey.wrapped, 'base64url').length; byte += 1) {
      const dataKey = { ...sealed.dataKey, wrapped: flipBit(sealed.dataKey.wrapped, byte) };
      await expect(openSecret(before, { ...sealed, dataKey }, context)).rejects.toThrow(UnsealError);
    }
  });

  it.each<[unknown]>([[null], [{}], [{ v: 2, box: '', dataKey: {} }], [{ v: 1, box: 'AA' }], [{ v: 1, dataKey: {} }]])(
    'does not read the row %j',
    async (row) => {
      await expect(openSecret(before, row as SealedSecret, context)).rejects.toThrow(UnsealError);
    },
  );

  it('does not open a box that was cut', async () => {
    const sealed = await sealSecret(before, SECRET, context);
    for (const box of ['', sealed.box.slice(0, 8), sealed.box.slice(0, 24), sealed.box.slice(0, -2)]) {
      await expect(openSecret(before, { ...sealed, box }, context)).rejects.toThrow(UnsealError);
    }
  });
});

describe('rotation of the key-encryption key', () => {
  it('moves a secret to the current key without changing its box', async () => {
    const sealed = await sealSecret(before, SECRET, context);
    const moved = await rewrapSecret(during, sealed, context);
    expect(moved.box).toBe(sealed.box);
    expect(moved.dataKey.keyId).toBe('2026-11');
    expect(await openSecret(afterwards, moved, context)).toBe(SECRET);
  });

  it('opens old and new secrets while both keys are configured, and seals with the first', async () => {
    const old = await sealSecret(before, SECRET, context);
    const fresh = await sealSecret(during, SECRET, context);
    expect(fresh.dataKey.keyId).toBe('2026-11');
    expect(await openSecret(during, old, context)).toBe(SECRET);
    expect(await openSecret(during, fresh, context)).toBe(SECRET);
  });

  it('leaves a secret alone that is current', async () => {
    const sealed = await sealSecret(during, SECRET, context);
    expect(await rewrapSecret(during, sealed, context)).toBe(sealed);
  });

  it('says which key is missing', async () => {
    const sealed = await sealSecret(before, SECRET, context);
    await expect(openSecret(afterwards, sealed, context)).rejects.toThrow(UnknownSealingKeyError);
  });

  it('does not move a secret into another row', async () => {
    const sealed = await sealSecret(before, SECRET, context);
    await expect(rewrapSecret(during, sealed, { ...context, version: 2 })).rejects.toThrow(UnsealError);
  });
});

describe('parseKeyEncryptionKeys', () => {
  it('takes commas and line breaks, the current key first', () => {
    expect([...parseKeyEncryptionKeys(`${newKey}\n${oldKey}\n`).keys()]).toEqual(['2026-11', '2026-01']);
  });

  it.each(['a:short', 'no-colon', `:${oldKey.split(':')[1]}`, `${oldKey}AAAA`, `${oldKey},b:x`])(
    'refuses %j and names only its position',
    (text) => {
      expect(() => parseKeyEncryptionKeys(text)).toThrow(/^key-encryption key \d is not <id>:<32 bytes in base64>$/);
    },
  );

  it('refuses one id for two keys, and no key at all', () => {
    expect(() => parseKeyEncryptionKeys(`${oldKey},${oldKey}`)).toThrow(InvalidSealingKeyError);
    expect(() => createLocalKeyWrapper(parseKeyEncryptionKeys(' '))).toThrow(InvalidSealingKeyError);
  });
});
