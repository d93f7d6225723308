/**
 * Where the parts of a JSON text are, without reading it: what one has already in the form in which it is sent is cut and
 * joined as bytes. The text must be well-formed; ours comes from a serializer.
 *
 *   membersOf('{"a":1,"b":[2]}') → a: 5…6, b: 11…14        elementsOf('[1,"x"]') → 1…2, 3…6
 */
export interface Span {
  readonly start: number;
  /** Behind its last byte. */
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** The highest of JSON's white space; nothing else of it is this low. */
const SPACE = 0x20;

/** The members of the object that begins at `at`, or none where no object does. */
export function membersOf(json: Buffer, at = 0): Map<string, Span> {
  const members = new Map<string, Span>();
  let here = skipSpace(json, at);
  if (json[here] !== OPEN_BRACE) return members;
  here = skipSpace(json, here + 1);
  while (json[here] === QUOTE) {
    const keyEnd = endOfText(json, here);
    const start = skipSpace(json, skipSpace(json, keyEnd) + 1);
    const end = endOfValue(json, start);
    members.set(JSON.parse(json.toString('utf8', here, keyEnd)) as string, { start, end });
    here = skipSpace(json, end);
    if (json[here] !== COMMA) break;
    here = skipSpace(json, here + 1);
  }
  return members;
}

/** The elements of the array that begins at `at`; undefined where none does. */
export function elementsOf(json: Buffer, at: number): Span[] | undefined {
  if (json[at] !== OPEN_BRACKET) return undefined;
  const elements: Span[] = [];
  let start = skipSpace(json, at + 1);
  while (start < json.length && json[start] !== CLOSE_BRACKET) {
    const end = endOfValue(json, start);
    elements.push({ start, end });
    const next = skipSpace(json, end);
    if (json[next] !== COMMA) break;
    start = skipSpace(json, next + 1);
  }
  return elements;
}

export function isText(json: Buffer, { start }: Span): boolean {
  return json[start] === QUOTE;
}

export function isObject(json: Buffer, { start }: Span): boolean {
  return json[start] === OPEN_BRACE;
}

function endOfValue(json: Buffer, at: number): number {
  const first = json[at];
  if (first === QUOTE) return endOfText(json, at);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return endOfNested(json, at);
  let here = at;
  while (here < json.length && !endsScalar(json[here] ?? 0)) here += 1;
  return here;
}

function endOfNested(json: Buffer, at: number): number {
  let depth = 0;
  for (let here = at; here < json.length; here += 1) {
    const byte = json[here];
    if (byte === QUOTE) here = endOfText(json, here) - 1;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return here + 1;
    }
  }
  return json.length;
}

/** `indexOf` is native: a text of a megabyte costs what finding its end costs. */
function endOfText(json: Buffer, at: number): number {
  let quote = json.indexOf(QUOTE, at + 1);
  while (quote !== -1 && isEscaped(json, quote)) quote = json.indexOf(QUOTE, quote + 1);
  return quote === -1 ? json.length : quote + 1;
}

function isEscaped(json: Buffer, at: number): boolean {
  let first = at;
  while (json[first - 1] === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}

function endsScalar(byte: number): boolean {
  return byte <= SPACE || byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
}

function skipSpace(json: Buffer, at: number): number {
  let here = at;
  while (here < json.length && (json[here] ?? 0) <= SPACE) here += 1;
  return here;
}
