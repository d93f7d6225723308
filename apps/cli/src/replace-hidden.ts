import { displayText } from '@countersign/tool-name';

/** Each character that a person would not see in text, by what `spell` makes of it; line breaks and tabs are seen. */
export function replaceHidden(text: string, spell: (character: string) => string): string {
  return text.replaceAll(/[^\n\t -~]/gu, (character) =>
    displayText(character) === character ? character : spell(character),
  );
}
