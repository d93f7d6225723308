import { withoutBrackets } from './address-rules.js';
import { type AllowList, type Endpoint, isPlainHost } from './allow-list.js';
import { EgressRefusedError } from './egress.errors.js';

export interface Target extends Endpoint {
  readonly url: URL;
}

/** Longer than any real endpoint with its query; shorter than what servers and proxies cut. */
const URL_LENGTH_MAX = 8_192;
/** What WHATWG drops or turns round in silence, so that two programs can read two hosts from one text. */
const AMBIGUOUS = /[\u0000-\u0020\u007f\\]/;
const DEFAULT_PORT = { 'https:': 443, 'http:': 80 } as const;

/**
 * Everything that can be said of a URL without resolving its host. A host that is an address in any spelling (decimal,
 * hex, octal, short, full-width) has become its plain form by parsing. Throws EgressRefusedError.
 */
export function parseTarget(input: string | URL, allowList: AllowList): Target {
  const url = parseUrl(input);
  const protocol = findProtocol(url);
  if (protocol === undefined) throw new EgressRefusedError('scheme_not_allowed');
  const hostname = withoutBrackets(url.hostname);
  if (url.username !== '' || url.password !== '') throw new EgressRefusedError('credentials_in_url', hostname);
  if (!isPlainHost(hostname)) throw new EgressRefusedError('host_not_allowed', hostname);
  const target = { url, protocol, hostname, port: url.port === '' ? DEFAULT_PORT[protocol] : Number(url.port) };
  const refusal = allowList.findRefusal(target);
  if (refusal !== undefined) throw new EgressRefusedError(refusal, hostname);
  return target;
}

function findProtocol({ protocol }: URL): Endpoint['protocol'] | undefined {
  return protocol === 'https:' || protocol === 'http:' ? protocol : undefined;
}

/** The text is not repeated in the error: what is no URL may well be a secret in the wrong field. */
function parseUrl(input: string | URL): URL {
  const text = typeof input === 'string' ? input : input.href;
  if (text.length > URL_LENGTH_MAX || AMBIGUOUS.test(text) || !URL.canParse(text)) {
    throw new EgressRefusedError('malformed_url');
  }
  return new URL(text);
}
