const MESSAGE_CHARACTERS_MAX = 500;

/** A provider's error for people: its own words, shortened, without anything that looks like a key. */
export function toModelFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\b(sk|key|Bearer)[-_ ][\w-]{8,}/g, '[redacted]').slice(0, MESSAGE_CHARACTERS_MAX);
}
