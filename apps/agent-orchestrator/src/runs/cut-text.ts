/** A view shows at most this many characters of one text; the log keeps all of it. */
export const VIEW_TEXT_CHARACTERS_MAX = 50_000;

export function cutText(text: string): string {
  if (text.length <= VIEW_TEXT_CHARACTERS_MAX) return text;
  return `${text.slice(0, VIEW_TEXT_CHARACTERS_MAX)}\n[cut: ${text.length} characters]`;
}

/** The same for every text in an event, however deep. */
export function cutTexts(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value);
  if (Array.isArray(value)) return value.map(cutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutTexts(item)]));
}
