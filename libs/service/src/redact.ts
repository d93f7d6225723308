/**
 * Takes secrets out of what is about to be logged.
 *
 * | in                                          | out                                        |
 * |---------------------------------------------|--------------------------------------------|
 * | `{ authorization: 'Basic eA==' }`           | `{ authorization: '[redacted]' }`          |
 * | `{ headers: { 'Set-Cookie': ['a=b'] } }`    | `{ headers: { 'Set-Cookie': '[redacted]' } }` |
 * | `{ accessToken: 'x', totalTokens: 12 }`     | `{ accessToken: '[redacted]', totalTokens: 12 }` |
 * | `'sent Bearer abc.def'`                     | `'sent Bearer [redacted]'`                 |
 * | `'token eyJhbGciOi….eyJzdWIi….c2ln'`        | `'token [redacted]'`                       |
 * | `'nats://policy:hunter2@bus:4222'`          | `'nats://[redacted]@bus:4222'`             |
 */
export const REDACTED = '[redacted]';

/** Deeper than any log record of ours; a cycle or a huge structure ends here. */
const DEPTH_MAX = 8;

/** A longer list says nothing more in a log line. */
const ITEMS_MAX = 100;

const SECRET_KEY = /authorization|cookie|passw(or)?d|passphrase|secret|credential|apikey|privatekey|tokens?$/;
/** Two dots between base64url parts, the first of which is a JSON object's (`{"` encodes to `eyJ`). */
const JWT = /\beyJ[\w-]{4,}\.[\w-]{2,}\.[\w-]*/g;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]{3,}/gi;
/** Greedy up to the last `@` before the path: a password may hold an unescaped one. */
const USER_INFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]+@/gi;
const SECRET_PARAMETER =
  /([?&;](?:access_token|refresh_token|id_token|token|code|secret|client_secret|password|api_?key)=)[^&\s;#"']+/gi;

/** A copy without secrets. Understands plain objects, arrays, maps, errors; leaves numbers, booleans and dates. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (depth >= DEPTH_MAX) return '[too deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return redactObject(Object.fromEntries(value as Map<string, unknown>), depth);
  if (Array.isArray(value) || value instanceof Set) return redactItems([...value], depth);
  return redactObject(value, depth);
}

export function redactText(text: string): string {
  return text
    .replace(USER_INFO, `$1${REDACTED}@`)
    .replace(BEARER, `$1 ${REDACTED}`)
    .replace(JWT, REDACTED)
    .replace(SECRET_PARAMETER, `$1${REDACTED}`);
}

function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key.toLowerCase().replace(/[^a-z]/g, ''));
}

function redactObject(value: object, depth: number): object {
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    isSecretKey(key) ? redactSecret(item) : redact(item, depth + 1),
  ]);
  return Object.fromEntries(entries) as object;
}

/** A count (`totalTokens: 12`) or a flag (`hasPassword: true`) is no secret. */
function redactSecret(value: unknown): unknown {
  const isHarmless = typeof value === 'boolean' || value === null || value === undefined;
  return isHarmless || typeof value === 'number' ? value : REDACTED;
}

function redactItems(items: readonly unknown[], depth: number): unknown[] {
  const shown = items.slice(0, ITEMS_MAX).map((item) => redact(item, depth + 1));
  return items.length > ITEMS_MAX ? [...shown, `[${items.length - ITEMS_MAX} more]`] : shown;
}

function redactError(error: Error, depth: number): object {
  const { name, message, stack, cause, ...fields } = error;
  return {
    type: name,
    message: redactText(message),
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...redactObject(fields, depth),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  };
}
