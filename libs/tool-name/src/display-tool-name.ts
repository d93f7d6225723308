import { INVISIBLE } from './invisible.js';
import { spellCharacter } from './spell-character.js';

const BACKSLASH_OR_INVISIBLE = new RegExp(String.raw`\\|${INVISIBLE}`, 'gu');
const BACKSLASH_OR_NOT_PLAIN = new RegExp(String.raw`\\|[^\x20-\x7E]|${INVISIBLE}`, 'gu');

/**
 * A tool name as people may see it (rule 9): what cannot be seen is written as `\u{200B}`, a backslash as `\\`, so that
 * different names never look the same because of it. For display only; nothing reads it back.
 */
export function displayToolName(name: string): string {
  return name.replace(BACKSLASH_OR_INVISIBLE, spell);
}

/** As `displayToolName`, and every character beyond ASCII spelled out too: tells homoglyphs and NFC from NFD. */
export function asciiToolName(name: string): string {
  return name.replace(BACKSLASH_OR_NOT_PLAIN, spell);
}

function spell(character: string): string {
  return character === '\\' ? '\\\\' : spellCharacter(character);
}
