export interface ShapeLimits {
  /** Arrays and objects open at once. */
  readonly depthMax: number;
  /** Arrays, objects, and commas between what they hold: at least as many as there are members and elements. */
  readonly valuesMax: number;
}

export type ShapeVerdict = 'fits' | 'too_deep' | 'too_many_values';

const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Whether a JSON text can be parsed at all. One pass over text that nobody has parsed yet, without recursion: what overflows
 * a stack, or fills the memory, is found before anything that recurses, or builds, sees it.
 */
export function judgeShape(text: string, { depthMax, valuesMax }: ShapeLimits): ShapeVerdict {
  let [depth, values] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values += 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      [depth, values] = [depth + 1, values + 1];
      if (depth > depthMax) return 'too_deep';
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
  return values > valuesMax ? 'too_many_values' : 'fits';
}

/** Where the closing quote is, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}
