import type { RpcAnswer } from './read-answer.js';

const MASK = '[credential]';
const masks = new WeakMap<Readonly<Record<string, string>>, CredentialMask>();
/** Headers whose name says that their value is a secret. */
const SECRET_NAME = /auth|key|token|secret|pass|cookie|credential|session|signature/;
/** A shorter value is in ordinary text by chance: masking it would spoil results and hide nothing. */
const SECRET_LENGTH_MIN = 8;
/** Other headers are versions, tenants and languages too; a key under a name of its own is longer than those. */
const OTHER_LENGTH_MIN = 20;

/**
 * Takes the credentials of a request out of its answer. Servers (and their debugging tools) echo headers, in error texts
 * and in results, and what comes back goes to a model and is kept. This is about a server that is careless; one that is
 * hostile has the credential and can spell it in other ways.
 */
export class CredentialMask {
  private readonly secrets: readonly string[];

  /** One for as long as these headers are used: the same object gives the same mask. */
  static of(headers: Readonly<Record<string, string>>): CredentialMask {
    const known = masks.get(headers) ?? new CredentialMask(headers);
    masks.set(headers, known);
    return known;
  }

  constructor(headers: Readonly<Record<string, string>>) {
    const secrets = Object.entries(headers).flatMap(([name, value]) => secretsOf(name, value));
    // The longest first: `Bearer x` before `x`.
    this.secrets = secrets.sort((one, other) => other.length - one.length);
  }

  text(text: string): string {
    return this.secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  }

  /** The same object where there is nothing to mask. */
  answer(answer: RpcAnswer): RpcAnswer {
    return this.value(answer);
  }

  /** Of any JSON value, likewise: masking keeps its shape. */
  value<T>(value: T): T {
    return this.isIn(value) ? (this.mask(value) as T) : value;
  }

  private isIn(value: unknown): boolean {
    if (this.secrets.length === 0) return false;
    if (typeof value === 'string') return this.secrets.some((secret) => value.includes(secret));
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value)) return value.some((item) => this.isIn(item));
    return Object.entries(value).some(([key, item]) => this.isIn(key) || this.isIn(item));
  }

  private mask(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.mask(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.mask(item)]));
  }
}

/** The whole value and, of `Bearer x` and its like, `x` alone. */
function secretsOf(name: string, value: string): string[] {
  const lengthMin = SECRET_NAME.test(name) ? SECRET_LENGTH_MIN : OTHER_LENGTH_MIN;
  const afterScheme = /^[\w-]+ +(\S+)$/.exec(value)?.[1];
  const parts = afterScheme === undefined ? [value] : [value, afterScheme];
  return parts.filter((part) => part.length >= lengthMin);
}
