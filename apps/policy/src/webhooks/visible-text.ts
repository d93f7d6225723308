import { displayText } from '@countersign/tool-name';

/**
 * The words of others as people may see them: what cannot be seen is spelled out, and what is too long is cut.
 *
 * | in            | out                 |
 * | ------------- | ------------------- |
 * | `de\u202Eleb` | `de\u{202E}leb`     |
 * | `abcdef`, 4   | `abc…`              |
 */
export function toVisibleText(text: string, lengthMax: number): string {
  return cutText(displayText(text), lengthMax);
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
