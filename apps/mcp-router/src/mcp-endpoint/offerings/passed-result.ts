import type { Era } from '../protocol/protocol-version.js';
import { META } from '../protocol/request-meta.js';
import { isRecord } from '../protocol/rpc-message.js';
import { SERVER_INFO } from '../protocol/server-identity.js';

type Result = Readonly<Record<string, unknown>>;

/**
 * How long a modern client may believe a list, or what it has read: a policy change reaches the router within a second, and
 * a client that does not listen within this. Never shared: it is what one token may see.
 */
const TTL_MS = 5_000;
const IDENTITY = { [META.serverInfo]: SERVER_INFO };
const CACHING = { ttlMs: TTL_MS, cacheScope: 'private' };

/** Members of an object, without its braces. */
export const MODERN_HEAD = `"resultType":"complete","_meta":${JSON.stringify(IDENTITY)}`;
export const CACHE_HINTS = JSON.stringify(CACHING).slice(1, -1);

const OURS = ['resultType', 'ttlMs', 'cacheScope'];

/** Whose entries in `_meta` are between two neighbours, and not between a server and the client behind us. */
const PROTOCOL = 'io.modelcontextprotocol/';

/**
 * The result of a server as its client's era writes it: what belongs to the protocol is ours to say, the rest is passed on.
 * `isCacheable`: for those that say in the modern era how long they are good.
 */
export function toPassedResult(result: Result, era: Era, { isCacheable }: { readonly isCacheable: boolean }): string {
  const { _meta, ...members } = result;
  const rest = Object.fromEntries(Object.entries(members).filter(([name]) => !OURS.includes(name)));
  const meta = isRecord(_meta) ? Object.entries(_meta).filter(([key]) => !key.startsWith(PROTOCOL)) : [];
  if (era === 'legacy') {
    return JSON.stringify(meta.length === 0 ? rest : { ...rest, _meta: Object.fromEntries(meta) });
  }
  return JSON.stringify({
    resultType: 'complete',
    ...(isCacheable ? CACHING : {}),
    ...rest,
    _meta: { ...Object.fromEntries(meta), ...IDENTITY },
  });
}
