import { HIDING } from './invisible.js';
import { spellCharacter } from './spell-character.js';

/** A line break and a tab are seen in text. */
const HIDING_IN_TEXT = new RegExp(String.raw`(?![\n\t])(?:${HIDING})`, 'gu');

/**
 * The words of servers, models and strangers as people may see them: nothing hidden in them, nothing that turns them around.
 * For display only; nothing reads it back.
 *
 * | in                      | out                |
 * | ----------------------- | ------------------ |
 * | two lines, a tab        | as they are        |
 * | `pay` U+202E `gnp`      | `pay\u{202E}gnp`   |
 * | `ok` U+FE0F             | `ok\u{FE0F}`       |
 * | `a` CR LF `b`           | `a\u{000D}` LF `b` |
 */
export function displayText(text: string): string {
  return text.replace(HIDING_IN_TEXT, spellCharacter);
}
