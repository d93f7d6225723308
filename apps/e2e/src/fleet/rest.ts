export interface RestAnswer<T> {
  readonly status: number;
  readonly body: T;
}

/** What has not answered by then has died with its process. */
const ANSWER_MS_MAX = 15_000;

/** The REST API of one workspace, for a person or a program. */
export class Rest {
  private constructor(
    private readonly apiUrl: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  static withToken(apiUrl: string, token: string): Rest {
    return new Rest(apiUrl, { authorization: `Bearer ${token}` });
  }

  static async signIn(
    apiUrl: string,
    credentials: { readonly email: string; readonly password: string },
  ): Promise<Rest> {
    const login = await fetch(`${apiUrl}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    });
    const { csrfToken } = (await login.json()) as { csrfToken: string };
    const cookie = login.headers.getSetCookie().map((line) => line.split(';')[0]);
    return new Rest(apiUrl, { cookie: cookie.join('; '), 'x-csrf-token': csrfToken });
  }

  get<T>(path: string): Promise<T> {
    return this.expect<T>('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.expect<T>('POST', path, body);
  }

  /** Also what is refused. @throws when nobody answers */
  async send<T>(method: string, path: string, body?: object): Promise<RestAnswer<T>> {
    const response = await fetch(`${this.apiUrl}/workspaces/default${path}`, {
      method,
      headers: { ...this.headers, ...(body && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  private async expect<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.send<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
