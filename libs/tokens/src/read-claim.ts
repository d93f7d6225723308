import { InvalidTokenError } from './token.errors.js';

export type RawClaims = Readonly<Record<string, unknown>>;

/** Ids, slugs, names and scopes; a tool name may have 1,024 UTF-8 bytes (tool-name codec). */
const CLAIM_TEXT_LENGTH_MAX = 1_024;
/** A token travels in a header: 8 KiB is what common proxies accept for all of them, so lists stay short. */
const CLAIM_LIST_LENGTH_MAX = 500;

export function badClaim(name: string, expected: string): InvalidTokenError {
  return new InvalidTokenError('token.bad_claims', `claim ${name} is not ${expected}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= CLAIM_TEXT_LENGTH_MAX;
}

export function readText(claims: RawClaims, name: string): string {
  const value = claims[name];
  if (!isText(value)) throw badClaim(name, 'a non-empty string');
  return value;
}

/** A string that may be empty: an empty prefix is a choice, not an omission. */
export function readAnyText(claims: RawClaims, name: string): string {
  return claims[name] === '' ? '' : readText(claims, name);
}

export function readTexts(claims: RawClaims, name: string): readonly string[] {
  const value = claims[name];
  if (!Array.isArray(value) || value.length > CLAIM_LIST_LENGTH_MAX || !value.every(isText)) {
    throw badClaim(name, 'a list of non-empty strings');
  }
  return value;
}

export function readRecords(claims: RawClaims, name: string): readonly RawClaims[] {
  const value = claims[name];
  if (!Array.isArray(value) || value.length > CLAIM_LIST_LENGTH_MAX || !value.every(isRecord)) {
    throw badClaim(name, 'a list of objects');
  }
  return value;
}

export function readRecord(claims: RawClaims, name: string): RawClaims {
  const value = claims[name];
  if (!isRecord(value)) throw badClaim(name, 'an object');
  return value;
}

/** A whole number from 0 up. */
export function readCount(claims: RawClaims, name: string): number {
  const value = claims[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw badClaim(name, 'a whole number');
  return value as number;
}

export function readBoolean(claims: RawClaims, name: string): boolean {
  const value = claims[name];
  if (typeof value !== 'boolean') throw badClaim(name, 'true or false');
  return value;
}

export function readOneOf<T extends string>(claims: RawClaims, name: string, allowed: readonly T[]): T {
  const value = claims[name];
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw badClaim(name, `one of ${allowed.join(', ')}`);
  return found;
}

/**
 * An absent claim stays absent; a present one must be right. `null` counts as present: every optional claim narrows a
 * token, and reading a broken narrowing as none would widen it.
 */
export function readOptional<N extends string, T>(
  claims: RawClaims,
  name: N,
  read: (claims: RawClaims, name: string) => T,
): Partial<Record<N, T>> {
  if (claims[name] === undefined) return {};
  return { [name]: read(claims, name) } as Partial<Record<N, T>>;
}
