import {
  answerOf,
  type ApiClient,
  ApiProblem,
  createApiClient,
  itemsOf,
  newIdempotencyKey,
  type Page,
  type PageCursor,
} from '@countersign/api-client';
import { notCountersign, toProblemError, unreachable } from './problem-error.js';
import { printNote } from './print.js';
import type { Settings } from './settings.js';

/** Of a list without a limit of its own. */
const ITEMS_MAX = 1_000;
/** None of these waits for an upstream; a stream goes around it. */
const TIMEOUT_MS = 30_000;

/** The admin API as its document says, for one workspace. Every failure is a CliError with the API's own words. */
export class TypedApi {
  readonly client: ApiClient;
  /** Of every route of the workspace. */
  readonly path: { readonly workspaceId: string };

  constructor(private readonly settings: Settings) {
    this.client = createApiClient({
      baseUrl: settings.url,
      client: 'cli',
      token: () => settings.token,
      fetch: send,
    });
    this.path = { workspaceId: settings.workspaceId };
  }

  /** What a request answers: `answer(client.GET(…))`. */
  async answer<T>(exchange: Parameters<typeof answerOf<T>>[0]): Promise<T> {
    return answerOf(exchange).catch((error: unknown) => {
      throw this.toCliError(error);
    });
  }

  /** All pages of a list, up to a bound that no terminal wants to exceed; says so when there are more. */
  async all<T>(fetchPage: (page: PageCursor) => Parameters<typeof answerOf<Page<T>>>[0]): Promise<T[]> {
    const items: T[] = [];
    for await (const item of itemsOf((page) => this.answer(fetchPage(page)))) {
      if (items.length === ITEMS_MAX) {
        printNote(`There are more; these are the first ${ITEMS_MAX}.`);
        break;
      }
      items.push(item);
    }
    return items;
  }

  /** A stream of events, for `eventStream`, which comes back by itself and reads what is refused itself. */
  open(path: string, lastEventId: string | null, signal: AbortSignal): Promise<Response> {
    const { apiUrl, workspaceId, token } = this.settings;
    const headers = {
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      'x-countersign-client': 'cli',
      ...(lastEventId !== null && { 'last-event-id': lastEventId }),
    };
    return fetch(`${apiUrl}/workspaces/${workspaceId}${path}`, { headers, signal });
  }

  /** Anything but a failure of the API or of the way to it stays what it is. */
  toCliError(error: unknown): unknown {
    if (error instanceof ApiProblem) {
      const { status, code, message, errors } = error;
      return toProblemError(status, { code, detail: message, errors });
    }
    if (error instanceof SyntaxError) return notCountersign(this.settings, error);
    // `fetch` has a TypeError for a connection that fails or breaks, and a DOMException for one that took too long.
    if (error instanceof TypeError || error instanceof DOMException) return unreachable(this.settings, error);
    return error;
  }
}

async function send(request: Request): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  if (request.method !== 'POST') return fetch(request, { signal });
  // By it, a repetition of what was carried out already is answered, and not carried out again.
  request.headers.set('idempotency-key', newIdempotencyKey());
  const again = request.clone();
  // A connection that broke says nothing about what became of it. One that took too long has no time left.
  return fetch(request, { signal }).catch(() => fetch(again, { signal }));
}
