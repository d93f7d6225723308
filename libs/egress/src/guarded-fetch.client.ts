import type { ReadableStream as WebStream } from 'node:stream/web';
import { type Dispatcher, fetch as undiciFetch, type RequestInit as UndiciRequestInit } from 'undici';
import { EgressLimitError, EgressRefusedError } from './egress.errors.js';
import { limitBody } from './limit-body.js';
import { type EgressLimits, TIMER_MS_MAX } from './limits.js';
import type { Target } from './parse-target.js';
import { toEgressError } from './to-egress-error.js';

/**
 * Of `redirect`, only `manual` differs from the default: it hands the 3xx answer over. Anything else, fetch's own default
 * `follow` too, refuses a redirect. Going where it leads is a new request, whose sender decides what the next host may see.
 */
export interface EgressRequestInit extends RequestInit {
  readonly limits?: Partial<Omit<EgressLimits, 'connectMs'>>;
}

export type EgressFetch = (url: string | URL, init?: EgressRequestInit) => Promise<Response>;

export interface GuardedFetchOptions {
  readonly dispatcher: Dispatcher;
  readonly parse: (url: string | URL) => Target;
  readonly limits: EgressLimits;
}

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** What a Response can be made of; a server may send any three digits. */
const STATUS_MIN = 200;
const STATUS_MAX = 599;

export function createGuardedFetch({ dispatcher, parse, limits: defaults }: GuardedFetchOptions): EgressFetch {
  return async (input, { redirect, limits: own, signal, ...init } = {}) => {
    const target = parse(input);
    const host = target.hostname;
    // The certificate and the checks are for the URL's host; another Host header would reach a neighbour behind it.
    if (new Headers(init.headers).has('host')) throw new EgressRefusedError('header_not_allowed', host);
    const limits = { ...defaults, ...own };
    const deadline = startDeadline(host, limits.totalMs, signal ?? undefined);
    try {
      const response = await send(target, { ...init, signal: deadline.signal }, withTimeouts(dispatcher, limits));
      const refusal = findRefusal(response.status, redirect);
      if (refusal !== undefined) {
        deadline.abort();
        throw new EgressRefusedError(refusal, host);
      }
      return withLimitedBody(response, target, limits.responseBytes, deadline.clear);
    } catch (error) {
      deadline.clear();
      throw error;
    }
  };
}

type RawResponse = Awaited<ReturnType<typeof undiciFetch>>;

async function send({ url, hostname }: Target, init: RequestInit, dispatcher: Dispatcher): Promise<RawResponse> {
  // undici's own types and Node's describe the same objects in two versions.
  const options = { ...init, redirect: 'manual', dispatcher } as unknown as UndiciRequestInit;
  try {
    return await undiciFetch(url.href, options);
  } catch (error) {
    throw toEgressError(error, hostname);
  }
}

function findRefusal(
  status: number,
  redirect: RequestInit['redirect'],
): 'redirect' | 'response_not_allowed' | undefined {
  if (status < STATUS_MIN || status > STATUS_MAX) return 'response_not_allowed';
  return redirect !== 'manual' && REDIRECTS.includes(status) ? 'redirect' : undefined;
}

/** fetch has no way to say these two per request, but what it dispatches has. */
function withTimeouts(dispatcher: Dispatcher, { headersMs, bodyMs }: EgressLimits): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) =>
      dispatch({ ...options, headersTimeout: headersMs, bodyTimeout: bodyMs }, handler),
  );
}

interface Deadline {
  readonly signal: AbortSignal;
  readonly clear: () => void;
  readonly abort: () => void;
}

function startDeadline(host: string, totalMs: number, signal: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new EgressLimitError('total_timeout', host)),
    Math.min(totalMs, TIMER_MS_MAX),
  );
  // A body that nobody reads to its end must not keep the process from ending.
  timer.unref();
  return {
    signal: signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]),
    clear: () => clearTimeout(timer),
    abort: () => controller.abort(),
  };
}

function withLimitedBody(raw: RawResponse, { url, hostname }: Target, bytesMax: number, onEnd: () => void): Response {
  const { status, statusText } = raw;
  const headers = new Headers([...raw.headers]);
  const source = raw.body as WebStream<Uint8Array> | null;
  const body = source === null ? null : limitBody(source, { host: hostname, bytesMax, onEnd });
  if (body === null) onEnd();
  const response = new Response(body, { status, statusText, headers });
  // A made Response has no address of its own; clients resolve relative links against it.
  return Object.defineProperty(response, 'url', { value: url.href });
}
