import {
  answerOf,
  type ApiClient as DocumentedApi,
  ApiProblem,
  createApiClient,
  eventStream,
  itemsOf,
  newIdempotencyKey,
  type Page,
  type PageCursor,
  type StreamMessage,
} from '@countersign/api-client';
import { printNote } from './print.js';
import { toCliError } from './problem-error.js';
import type { Settings } from './settings.js';

/** What the routes of a workspace begin with. */
export const WORKSPACE = '/api/v1/workspaces/{workspaceId}';

type Exchange<T> = Parameters<typeof answerOf<T>>[0];

/** Of the request that opens a stream. */
export interface StreamRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly parseAs: 'stream';
  readonly signal: AbortSignal;
  readonly fetch: (request: Request) => Promise<Response>;
}

export interface EventsOptions {
  readonly signal?: AbortSignal;
  /** From after this message on, instead of from now on. */
  readonly lastEventId?: string;
  /** Told whenever the connection is there. */
  readonly onOpen?: () => void;
  /** As of `eventStream`: what it throws ends the stream. */
  readonly onLost?: (waitMs: number, losses: number) => void;
}

/** Of a list without a limit of its own. */
const ITEMS_MAX = 1_000;
/** Discovery of a slow server takes up to 75 s. */
const TIMEOUT_MS = 90_000;

/** The admin API as its document says, for one workspace. Every failure is a CliError with the API's own words. */
export class ApiClient {
  /** Every route, with its parameters, bodies and answers: `api.answer(api.client.GET(…))`. */
  readonly client: DocumentedApi;

  constructor(
    private readonly settings: Settings,
    as: 'token' | 'approverToken' = 'token',
  ) {
    this.client = createApiClient({
      baseUrl: settings.url,
      client: 'cli',
      token: () => settings[as],
      fetch: send,
    });
  }

  /** The same API as the one who may decide. */
  asApprover(): ApiClient {
    return new ApiClient(this.settings, 'approverToken');
  }

  /** Parameters of a route below `WORKSPACE`. */
  at<P extends object>(path: P): { path: P & { workspaceId: string } };
  at(): { path: { workspaceId: string } };
  at(path: object = {}): { path: { workspaceId: string } } {
    return { path: { ...path, workspaceId: this.settings.workspaceId } };
  }

  /** What a request answers. */
  async answer<T>(exchange: Exchange<T>): Promise<T> {
    return answerOf(exchange).catch((error: unknown) => {
      throw this.toCliError(error);
    });
  }

  /** All pages of a list, up to a bound that no terminal wants to exceed; says so when there are more. */
  async all<T>(fetchPage: (page: PageCursor) => Exchange<Page<T>>): Promise<T[]> {
    const items = await this.first(ITEMS_MAX + 1, fetchPage);
    if (items.length <= ITEMS_MAX) return items;
    printNote(`There are more; these are the first ${ITEMS_MAX}.`);
    return items.slice(0, ITEMS_MAX);
  }

  /** As many items of a list, from its beginning, as there are up to a bound. */
  async first<T>(itemsMax: number, fetchPage: (page: PageCursor) => Exchange<Page<T>>): Promise<T[]> {
    const items: T[] = [];
    for await (const item of itemsOf((page) => this.answer(fetchPage(page)))) {
      items.push(item);
      if (items.length === itemsMax) break;
    }
    return items;
  }

  /**
   * Server-sent events without an end: a connection that is lost comes back by itself, to where it was.
   *
   *     for await (const message of api.events((stream) => api.client.GET(EVENTS, { params: api.at(), ...stream })))
   *
   * @throws CliError when the API refuses, and no waiting helps
   */
  async *events(
    open: (stream: StreamRequest) => Exchange<unknown>,
    { onOpen, ...options }: EventsOptions = {},
  ): AsyncGenerator<StreamMessage, void, void> {
    const connect = async (lastEventId: string | null, signal: AbortSignal): Promise<Response> => {
      const headers = { accept: 'text/event-stream', ...(lastEventId !== null && { 'last-event-id': lastEventId }) };
      // Without a time-out: a stream has no end.
      const { error, response } = await open({ headers, parseAs: 'stream', signal, fetch });
      if (!response.ok) throw ApiProblem.of(response, error);
      onOpen?.();
      return response;
    };
    try {
      yield* eventStream({ connect, ...options });
    } catch (error) {
      throw this.toCliError(error);
    }
  }

  /** Anything but a failure of the API or of the way to it stays what it is. */
  toCliError(error: unknown): unknown {
    return toCliError(error, this.settings);
  }
}

/** Of a write: only if that is still the version of what is changed. */
export function ifMatch(version: number | undefined): { 'If-Match'?: string } {
  return version === undefined ? {} : { 'If-Match': `"${version}"` };
}

async function send(request: Request): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  if (request.method !== 'POST') return whole(request, signal);
  // By it, a repetition of what was carried out already is answered, and not carried out again.
  request.headers.set('idempotency-key', newIdempotencyKey());
  const again = request.clone();
  // A connection that broke says nothing about what became of it. One that took too long has no time left.
  return whole(request, signal).catch(() => whole(again, signal));
}

/** An answer can also end in the middle. */
async function whole(request: Request, signal: AbortSignal): Promise<Response> {
  const response = await fetch(request, { signal });
  await response.clone().arrayBuffer();
  return response;
}
