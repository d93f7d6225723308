/** Controls but for line ends and tabs, format characters (bidi, zero width), and other spaces than the plain one. */
const UNSEEN =
  /[\p{Cf}\p{Co}\p{Cs}\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00A0\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\u115F\u1160\u3164\uFFA0]/gu;

/** Text of servers and models as people may see it: nothing hidden in it, nothing that turns it around. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}
