const PIECES = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[\]}])/g;

/** JSON as editors let people write it, with comments and a comma too many, as JSON. Texts are left as they are. */
export function stripJsonComments(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll(PIECES, (piece) => (piece.startsWith('"') ? piece : ' '));
}
