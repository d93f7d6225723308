/** A view shows at most this many characters of one text; the log keeps all of it. */
export const VIEW_TEXT_CHARACTERS_MAX = 50_000;
/** Of a text in an event whose texts are many: with fewer there would be nothing to read. */
const VIEW_TEXT_CHARACTERS_MIN = 100;

export function cutText(text: string, charactersMax = VIEW_TEXT_CHARACTERS_MAX): string {
  if (text.length <= charactersMax) return text;
  return `${text.slice(0, charactersMax).toWellFormed()}\n[cut: ${text.length} characters]`;
}

/** Cuts every text in a value, however deep, the shorter the more there are, so that its JSON fits into a message. */
export function cutTexts(value: unknown, bytesMax: number): unknown {
  for (let charactersMax = VIEW_TEXT_CHARACTERS_MAX; ; charactersMax = Math.floor(charactersMax / 2)) {
    const cut = cutEach(value, charactersMax);
    if (charactersMax <= VIEW_TEXT_CHARACTERS_MIN || Buffer.byteLength(JSON.stringify(cut)) <= bytesMax) return cut;
  }
}

function cutEach(value: unknown, charactersMax: number): unknown {
  if (typeof value === 'string') return cutText(value, charactersMax);
  if (Array.isArray(value)) return value.map((item) => cutEach(item, charactersMax));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutEach(item, charactersMax)]));
}
