/** Session ids are in it; one that is longer than this is no address. */
const ENDPOINT_LENGTH_MAX = 2_048;

/**
 * Where an HTTP+SSE server wants its requests, by the `endpoint` event of its stream. Null for any other origin: the
 * credentials were given for this one.
 */
export function toEndpointUrl(data: string, stream: URL): URL | null {
  const url = data.length > ENDPOINT_LENGTH_MAX ? null : URL.parse(data, stream.href);
  return url?.origin === stream.origin ? url : null;
}
