/** Controls, bidi and other format characters, unassigned and private ones, line separators, blanks that look like none. A line break is seen. */
const INVISIBLE = /(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/**
 * The words of others as people may see them: what cannot be seen is spelled out, and what is too long is cut.
 *
 * | in            | out                 |
 * | ------------- | ------------------- |
 * | `de\u202Eleb` | `de\u{202E}leb`     |
 * | `abcdef`, 4   | `abc…`              |
 */
export function toVisibleText(text: string, lengthMax: number): string {
  return cutText(text.replace(INVISIBLE, spell), lengthMax);
}

/** Not in the middle of a character. */
export function cutText(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  let cut = '';
  for (const character of text) {
    if (cut.length + character.length > lengthMax - 1) break;
    cut += character;
  }
  return `${cut}…`;
}

function spell(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`;
}
