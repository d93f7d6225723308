/** `\u{200B}`: by its code point, in at least four digits. */
export function spellCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`;
}
