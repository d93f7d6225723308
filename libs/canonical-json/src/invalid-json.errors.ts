export type InvalidJsonCode =
  | 'json.malformed'
  | 'json.duplicate_key'
  | 'json.forbidden_key'
  | 'json.unsafe_integer'
  | 'json.too_deep'
  | 'json.too_large'
  | 'json.too_many_values'
  | 'json.not_serializable';

/**
 * JSON that is refused. `pointer` (RFC 6901) is the place where that is known, else the empty string, the document.
 * Neither the message nor a cause quotes the input, because what was sent may be a secret and messages reach logs.
 */
export class InvalidJsonError extends Error {
  constructor(
    readonly code: InvalidJsonCode,
    message: string,
    readonly pointer: string = '',
  ) {
    super(message);
    this.name = 'InvalidJsonError';
  }
}
