import { canonicalJson } from '@countersign/canonical-json';
import { ARGUMENTS_BYTES_MAX, InvalidInputError } from '@countersign/contracts';

/**
 * Arguments of a body as JSON text. What two readers could read differently (a key twice, a number that is rounded) was
 * refused with the body, so that the text says exactly what was sent.
 *
 * @throws InvalidInputError for more than a call may have
 */
export function toArgumentsText(edited: Record<string, unknown>): string {
  const text = canonicalJson(edited);
  if (Buffer.byteLength(text) <= ARGUMENTS_BYTES_MAX) return text;
  const message = `are more than ${ARGUMENTS_BYTES_MAX} bytes`;
  throw new InvalidInputError([{ pointer: '/arguments', code: 'too_large', message }]);
}
