import { canonicalJson, InvalidJsonError, parseStrictJson, sha256Hex } from '@countersign/canonical-json';
import { ARGUMENTS_BYTES_MAX, InvalidInputError } from '@countersign/contracts';

export interface CanonicalArguments {
  /** RFC 8785 text: the bytes that are hashed, shown, stored and sent. */
  readonly text: string;
  readonly hash: string;
}

/** Arguments as a caller wrote them. White space may make them longer than their canonical form, though not without end. */
const TEXT_BYTES_MAX = 2 * ARGUMENTS_BYTES_MAX;

/** @throws InvalidInputError with the code of what is wrong (`json.duplicate_key`, …) */
export function readArguments(text: string): CanonicalArguments {
  return explained(() => toCanonicalArguments(parseStrictJson(text, { maxBytes: TEXT_BYTES_MAX })));
}

/** For arguments that a strict parser has read already; none at all are an empty object. */
export function canonicalArguments(value: unknown): CanonicalArguments {
  return explained(() => toCanonicalArguments(value ?? {}));
}

function toCanonicalArguments(value: unknown): CanonicalArguments {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidJsonError('json.malformed', 'the arguments of a tool are an object');
  }
  const text = canonicalJson(value);
  if (Buffer.byteLength(text) > ARGUMENTS_BYTES_MAX) {
    throw new InvalidJsonError('json.too_large', `the arguments have more than ${ARGUMENTS_BYTES_MAX} bytes`);
  }
  return { text, hash: sha256Hex(text) };
}

function explained<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error;
    const problem = { pointer: `/arguments${error.pointer}`, code: error.code, message: error.message };
    throw new InvalidInputError([problem], error.code);
  }
}
