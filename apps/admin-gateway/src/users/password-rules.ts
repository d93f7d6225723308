/**
 * What a password must be, by NIST SP 800-63B: long, and nothing that is guessed first. No classes of characters.
 *
 * | password              | is                                     |
 * |-----------------------|----------------------------------------|
 * | `short`               | too_short                              |
 * | `countersign2026`     | too_common: what is left is too little |
 * | `ada@example.com!`    | too_common, of ada@example.com         |
 * | `aaaaaaaaaaaaaaaa`    | too_common                             |
 * | `gravel otter piano`  | good                                   |
 */
export const PASSWORD_LENGTH_MIN = 12;
/** Longer ones only cost time to hash. */
export const PASSWORD_LENGTH_MAX = 1_000;
/** Of what is left without the words that are guessed first. */
const OWN_LENGTH_MIN = 8;
const DIFFERENT_MIN = 4;
/** A part of an address or a name that is shorter stands in many a good password. */
const WORD_LENGTH_MIN = 4;

const GUESSED_FIRST = ['countersign', 'password', 'passwort', 'qwertyuiop', 'qwerty', 'letmein', 'welcome', 'changeme'];
const RUNS = ['01234567890123456789', '98765432109876543210', 'abcdefghijklmnopqrstuvwxyz'];

export interface PasswordFlaw {
  readonly code: 'too_short' | 'too_long' | 'too_common';
  readonly message: string;
}

/** Null when the password is good enough for this person. */
export function findPasswordFlaw(password: string, person: { email: string; name: string }): PasswordFlaw | null {
  const characters = [...password.normalize('NFC')];
  if (characters.length < PASSWORD_LENGTH_MIN) {
    return { code: 'too_short', message: `has fewer than ${PASSWORD_LENGTH_MIN} characters` };
  }
  if (characters.length > PASSWORD_LENGTH_MAX) {
    return { code: 'too_long', message: `has more than ${PASSWORD_LENGTH_MAX} characters` };
  }
  const isCommon = isGuessedFirst(password.normalize('NFC').toLowerCase(), person);
  return isCommon ? { code: 'too_common', message: 'is one of those that are guessed first' } : null;
}

function isGuessedFirst(password: string, { email, name }: { email: string; name: string }): boolean {
  if (new Set(password).size < DIFFERENT_MIN || RUNS.some((run) => run.includes(password))) return true;
  const own = [email, ...email.split(/[@.]/), name, ...name.split(/\s+/)].map((word) => word.toLowerCase());
  const words = [...own.filter((word) => word.length >= WORD_LENGTH_MIN), ...GUESSED_FIRST];
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), password);
  return left !== password && left.length < OWN_LENGTH_MIN;
}
