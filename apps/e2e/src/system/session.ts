import type { RunningSystem } from './running-system.js';

/** What REST answered. */
export interface RestAnswer<T> {
  readonly status: number;
  readonly body: T;
}

/** A person's browser: signed in, with a cookie and its CSRF token. */
export class Session {
  /** The text of every answer. */
  readonly answers: string[] = [];
  private headers: Record<string, string> = {};

  private constructor(private readonly system: RunningSystem) {}

  /** As the administrator, or as somebody with the same password. */
  static async signIn(system: RunningSystem, email = system.dev.adminEmail): Promise<Session> {
    const session = new Session(system);
    const { apiUrl, adminPassword: password } = system.dev;
    const login = await fetch(`${apiUrl}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    const { csrfToken } = (await login.json()) as { csrfToken: string };
    const cookie = login.headers.getSetCookie().map((line) => line.split(';')[0]);
    session.headers = { cookie: cookie.join('; '), 'x-csrf-token': csrfToken };
    return session;
  }

  get<T>(path: string): Promise<T> {
    return this.ask<T>('GET', path);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.ask<T>('POST', path, body);
  }

  /** Also what is refused. */
  async send<T>(method: string, path: string, body?: object): Promise<RestAnswer<T>> {
    const response = await fetch(`${this.system.dev.apiUrl}/workspaces/default${path}`, {
      method,
      headers: { ...this.headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    this.answers.push(text);
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  /** A page for people, in this browser. */
  async open(url: string): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(url, { headers: { cookie: this.headers['cookie'] ?? '' }, redirect: 'manual' });
    const text = await response.text();
    this.answers.push(text);
    return { status: response.status, text };
  }

  private async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.send<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
