/** How JSON begins to spell half of a surrogate pair; whatever else contains it only costs the second look. */
const MAYBE_HALF_A_PAIR = '\\ud';

/**
 * Rows for `json_to_recordset`: one parameter however many columns and rows there are. Half a surrogate pair becomes U+FFFD,
 * as in a parameter of its own; Postgres reads no other strings. U+0000 stays an error, as it is there.
 */
export function toJsonRows(rows: readonly object[]): string {
  const json = JSON.stringify(rows);
  if (!json.includes(MAYBE_HALF_A_PAIR)) return json;
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value));
}
