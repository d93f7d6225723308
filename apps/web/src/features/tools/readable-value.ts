/**
 * A value of a difference, which is JSON text that may be cut (`…`), as people read it.
 *
 * | JSON text           | shown                   |
 * |---------------------|-------------------------|
 * | `"Adds a note."`    | Adds a note.            |
 * | `{"type":"string"}` | the same, line by line  |
 * | cut, so no JSON     | as it is                |
 */
export function toReadableValue(json: string | null): string {
  if (json === null) return '';
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  } catch {
    // Cut where it was too long.
    return json;
  }
}
