/** `bytea` in `pg_type`. */
const BYTEA_OID = 17;
const HEADER_BYTES = 20;

/**
 * A one-dimensional `bytea[]` as Postgres sends and receives it in binary: as text every byte would be two characters of
 * hexadecimal, escaped once more. A Buffer is bound as a binary value.
 *
 * | bytes | what                                                      |
 * |-------|-----------------------------------------------------------|
 * | 4 × 5 | dimensions (1), has nulls (0), element type, length, base |
 * | 4 + n | of each element: its length and its bytes                 |
 */
export function toBinaryByteaArray(elements: readonly Buffer[]): Buffer {
  const bytes = elements.reduce((sum, element) => sum + 4 + element.length, HEADER_BYTES);
  const array = Buffer.allocUnsafe(bytes);
  for (const [index, value] of [1, 0, BYTEA_OID, elements.length, 1].entries()) array.writeInt32BE(value, index * 4);
  let at = HEADER_BYTES;
  for (const element of elements) {
    at = array.writeInt32BE(element.length, at);
    at += element.copy(array, at);
  }
  return array;
}
