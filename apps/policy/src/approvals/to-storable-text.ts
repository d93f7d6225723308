/** Postgres text cannot hold U+0000; the words of a person survive without it. */
export function toStorableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
