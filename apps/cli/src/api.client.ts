import { randomUUID } from 'node:crypto';
import { type components, eventStream, type StreamMessage } from '@countersign/api-client';
import { printNote } from './print.js';
import { notCountersign, readProblem, toProblemError, unreachable } from './problem-error.js';
import type { Settings } from './settings.js';
import { type SseMessage, SseMessages } from './sse-messages.js';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface EventsOptions {
  readonly signal: AbortSignal;
  /** Told whenever the connection is there. */
  readonly onOpen: () => void;
  readonly onLost: () => void;
}

/** Of a list without a limit of its own. */
const ITEMS_MAX = 1_000;
/** Discovery of a slow server takes up to 75 s. */
const TIMEOUT_MS = 90_000;
/** For the audit: on which way people decide. */
const CLIENT_HEADER = { 'x-countersign-client': 'cli' };

/** The admin API of one workspace. Every failure is a CliError with the API's own words. */
export class ApiClient {
  constructor(
    private readonly settings: Settings,
    private readonly as: 'token' | 'approverToken' = 'token',
  ) {}

  /** The same API as the one who may decide. */
  asApprover(): ApiClient {
    return new ApiClient(this.settings, 'approverToken');
  }

  /** Who asks. */
  me(): Promise<components['schemas']['MeView']> {
    return this.request('GET', `${this.settings.apiUrl}/me`);
  }

  /** Ends what asks. */
  async revokeOwnToken(): Promise<void> {
    await this.request('DELETE', `${this.settings.apiUrl}/auth/token`);
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.send<T>('POST', path, JSON.stringify(body));
  }

  /** JSON text as it is: reading and writing it again could hide what the server refuses. */
  postText<T>(path: string, body: string): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  put<T>(path: string): Promise<T> {
    return this.send<T>('PUT', path);
  }

  /** `ifVersion`: only if that is still the version of what is changed. */
  patch<T>(path: string, body: object, ifVersion?: number): Promise<T> {
    return this.send<T>('PATCH', path, JSON.stringify(body), ifVersion);
  }

  /** What there is to say about it: often nothing. */
  delete<T = unknown>(path: string, ifVersion?: number): Promise<T> {
    return this.send<T>('DELETE', path, undefined, ifVersion);
  }

  /** All pages of a list, up to a bound that no terminal wants to exceed; says so when there are more. */
  async list<T>(path: string, itemsMax = ITEMS_MAX): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const query: string =
        cursor === null ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
      const page: Page<T> = await this.get<Page<T>>(path + query);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && items.length < itemsMax);
    if (cursor !== null && itemsMax === ITEMS_MAX) printNote(`There are more; these are the first ${items.length}.`);
    return items;
  }

  /**
   * Server-sent events after the one with this id, until the connection ends, in whatever way: the caller comes back.
   *
   * @throws CliError when the API refuses to begin
   */
  async *stream(path: string, lastEventId: string): AsyncGenerator<SseMessage> {
    const headers = {
      ...this.headers(),
      accept: 'text/event-stream',
      'last-event-id': lastEventId,
    };
    const response = await fetch(this.urlOf(path), { headers }).catch(() => null);
    if (response === null) return;
    if (response.status >= SUCCESS_END) throw toProblemError(response.status, readProblem(await response.text()));
    const messages = new SseMessages();
    const text = response.body?.pipeThrough(new TextDecoderStream());
    try {
      for await (const piece of text ?? []) yield* messages.take(piece);
    } catch (error) {
      // undici's name for a connection that broke; anything else is no matter of the connection.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /**
   * Server-sent events without an end: a connection that is lost comes back by itself, to where it was.
   *
   * @throws ApiProblem when the API refuses, and no waiting helps
   */
  events(path: string, { signal, onOpen, onLost }: EventsOptions): AsyncGenerator<StreamMessage, void, void> {
    const connect = async (lastEventId: string | null, ended: AbortSignal): Promise<Response> => {
      const resumed = lastEventId === null ? {} : { 'last-event-id': lastEventId };
      const headers = { ...this.headers(), accept: 'text/event-stream', ...resumed };
      const response = await fetch(this.urlOf(path), { headers, signal: ended });
      if (response.ok) onOpen();
      return response;
    };
    return eventStream({ connect, signal, onLost });
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.settings[this.as]}`, ...CLIENT_HEADER };
  }

  private urlOf(path: string): string {
    return `${this.settings.apiUrl}/workspaces/${this.settings.workspaceId}${path}`;
  }

  private send<T>(method: string, path: string, body?: string, ifVersion?: number): Promise<T> {
    return this.request<T>(method, this.urlOf(path), body, ifVersion);
  }

  private async request<T>(method: string, url: string, body?: string, ifVersion?: number): Promise<T> {
    const headers = {
      ...this.headers(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(ifVersion !== undefined && { 'if-match': `"${ifVersion}"` }),
      // By it, a repetition of what was carried out already is answered, and not carried out again.
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
    };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const init = { method, headers, signal, ...(body !== undefined && { body }) };
    const attempt = exchange(url, init);
    // A connection that broke says nothing about what became of it. One that took too long has no time left.
    const answer = method === 'POST' ? attempt.catch(() => exchange(url, init)) : attempt;
    const { status, text } = await answer.catch((cause: unknown) => {
      throw unreachable(this.settings, cause);
    });
    if (status >= SUCCESS_END) throw toProblemError(status, readProblem(text));
    try {
      return (text === '' ? {} : JSON.parse(text)) as T;
    } catch (cause) {
      throw notCountersign(this.settings, cause);
    }
  }
}

/** The first status that is none of a success. */
const SUCCESS_END = 300;

/** With the whole of the answer: it can also end in the middle. */
async function exchange(url: string, init: RequestInit): Promise<{ status: number; text: string }> {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text() };
}
