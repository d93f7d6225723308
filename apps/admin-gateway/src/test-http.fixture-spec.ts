import { request } from 'node:http';
import { assertDeclared } from './openapi/answer-check.fixture-spec.js';

export interface HttpAnswer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: T;
  readonly text: string;
}

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
}

/** One credential's view of the API, which has to be as its document says. Over `node:http`, because `fetch` forbids to set Host and Origin. */
export class HttpClient {
  constructor(
    readonly port: number,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  with(headers: Readonly<Record<string, string>>): HttpClient {
    return new HttpClient(this.port, { ...this.headers, ...headers });
  }

  async send<T = Record<string, unknown>>(
    method: string,
    path: string,
    { headers = {}, body }: HttpRequest = {},
  ): Promise<HttpAnswer<T>> {
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const type: Record<string, string> = payload === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await new Promise<HttpAnswer<T>>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, method, path, agent: false } as const;
      const sent = request({ ...options, headers: { ...type, ...this.headers, ...headers } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const isJson = /[/+]json\b/.test(response.headers['content-type'] ?? '');
          const parsed = (isJson && text !== '' ? JSON.parse(text) : {}) as T;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parsed, text });
        });
        response.once('error', reject);
      });
      sent.once('error', reject).end(payload);
    });
    assertDeclared({ ...answer, method, path, contentType: answer.headers['content-type']?.toString() ?? '' });
    return answer;
  }

  get<T = Record<string, unknown>>(path: string, options?: HttpRequest): Promise<HttpAnswer<T>> {
    return this.send('GET', path, options);
  }

  post<T = Record<string, unknown>>(path: string, body?: unknown, options?: HttpRequest): Promise<HttpAnswer<T>> {
    return this.send('POST', path, { ...options, body });
  }

  patch<T = Record<string, unknown>>(path: string, body?: unknown, options?: HttpRequest): Promise<HttpAnswer<T>> {
    return this.send('PATCH', path, { ...options, body });
  }

  delete<T = Record<string, unknown>>(path: string): Promise<HttpAnswer<T>> {
    return this.send('DELETE', path);
  }
}
