/**
 * Passwords as they are stored: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`, both parts in base64 without padding.
 * The costs are in the string, so that they can be raised without locking anybody out.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

interface Costs {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** The OWASP minimum: 19 MiB, two passes, one lane; some 30 ms of one core. */
const COSTS: Costs = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const ENCODED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

const hash = promisify(argon2);

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await derive(password, salt, COSTS, TAG_BYTES);
  const { memory, passes, parallelism } = COSTS;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toBase64(salt)}$${toBase64(tag)}`;
}

/** In the same time whether or not it is right. Throws when the stored hash cannot be read. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = ENCODED.exec(stored) ?? [];
  if (salt === undefined || tag === undefined) throw new Error('a stored password hash cannot be read');
  const expected = Buffer.from(tag, 'base64');
  const costs = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return timingSafeEqual(expected, await derive(password, Buffer.from(salt, 'base64'), costs, expected.length));
}

function derive(password: string, nonce: Buffer, costs: Costs, tagLength: number): Promise<Buffer> {
  // The same letters can be typed as different code points, depending on the keyboard.
  return hash('argon2id', { message: password.normalize('NFC'), nonce, tagLength, ...costs });
}

function toBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
