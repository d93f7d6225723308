/** As deep as the API reads. What is deeper would also be too deep for what lays it out here. */
const DEPTH_MAX = 64;
/** From here on JavaScript writes a number with an exponent. */
const EXPONENT_FROM = 1e21;
/** All of a JSON text that matters here: its strings, its numbers, and where objects and arrays begin, go on and end. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[[\]{},]/g;

interface Container {
  /** Null: an array. */
  readonly keys: Set<string> | null;
  isKeyNext: boolean;
}

/**
 * Why a text that JSON.parse has accepted is not what somebody means by it. The API refuses the same, but would be sent what
 * JSON.parse made of the text. Null: it is.
 *
 * | text                        | what JSON.parse makes of it  |
 * |-----------------------------|------------------------------|
 * | `9007199254740993`, `1e999` | 9007199254740992, Infinity   |
 * | `{"to":"a","to":"b"}`       | `{"to":"b"}`                 |
 * | `{"__proto__":{}}`          | a key that the API refuses   |
 * | `"\ud800"`                  | half a character             |
 */
export function findAmbiguity(text: string): string | null {
  const open: Container[] = [];
  for (const [token] of text.matchAll(TOKENS)) {
    const problem = open.length > DEPTH_MAX ? `It is nested more than ${DEPTH_MAX} levels deep.` : read(token, open);
    if (problem !== null) return problem;
  }
  return null;
}

function read(token: string, open: Container[]): string | null {
  const container = open.at(-1);
  switch (token) {
    case '{':
    case '[':
      open.push({ keys: token === '{' ? new Set() : null, isKeyNext: token === '{' });
      return null;
    case '}':
    case ']':
      open.pop();
      return null;
    case ',':
      if (container) container.isKeyNext = container.keys !== null;
      return null;
    default:
      return token.startsWith('"') ? readString(token, container) : readNumber(token);
  }
}

function readString(token: string, container: Container | undefined): string | null {
  const text = JSON.parse(token) as string;
  if (!text.isWellFormed()) return `There is half a character in ${token}.`;
  if (!container?.keys || !container.isKeyNext) return null;
  container.isKeyNext = false;
  if (text === '__proto__') return `No key may be ${token}.`;
  if (container.keys.has(text)) return `The key ${token} is there twice in one object.`;
  container.keys.add(text);
  return null;
}

function readNumber(token: string): string | null {
  const size = Math.abs(Number(token));
  const isExact =
    size <= Number.MAX_SAFE_INTEGER || (size >= EXPONENT_FROM && Number.isFinite(size) && /e/i.test(token));
  return isExact ? null : `${token} is too large for an exact number: write it as a text.`;
}
