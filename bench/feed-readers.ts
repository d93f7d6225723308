import type { BenchSystem } from './bench-system.ts';

/** A credential, and how many streams are opened with it. */
export interface Reader {
  readonly headers: Readonly<Record<string, string>>;
  readonly streams: number;
}

interface Session {
  readonly cookie: string;
  readonly csrfToken: string;
}

/** Each person is at the limit of 50 streams, and at that of 20 with their sessions; no limit is raised. */
export const PEOPLE = 10;
const OF_SESSION = 20;
const TOKENS_EACH = 2;
const OF_TOKEN = 15;
export const STREAMS = PEOPLE * (OF_SESSION + TOKENS_EACH * OF_TOKEN);
/** All that a feed has is told to each. */
const SCOPES = ['approval:read', 'agent:read', 'integration:read', 'call:read'];
const PASSWORD = 'a long password of the bench';

/** People who were invited and came, each with a session and tokens, all over the API. */
export async function inviteReaders({ dev }: BenchSystem): Promise<readonly Reader[]> {
  const credentials = { email: dev.adminEmail, password: dev.adminPassword };
  const admin = (await send(`${dev.apiUrl}/auth/login`, credentials)).session();
  const readers: Reader[] = [];
  for (let number = 0; number < PEOPLE; number += 1) {
    const session = await invite(dev.apiUrl, admin, `reader-${number}@example.com`);
    readers.push({ headers: { cookie: session.cookie }, streams: OF_SESSION });
    for (let count = 0; count < TOKENS_EACH; count += 1) {
      const headers = { authorization: `Bearer ${await createToken(dev.apiUrl, session)}` };
      readers.push({ headers, streams: OF_TOKEN });
    }
  }
  return readers;
}

async function invite(apiUrl: string, admin: Session, email: string): Promise<Session> {
  // Only admins make tokens.
  const { body } = await send(`${apiUrl}/workspaces/default/invitations`, { email, role: 'admin' }, admin);
  const secret = new URL(body['url'] ?? '').hash.slice(1);
  return (await send(`${apiUrl}/invitations/accept`, { secret, password: PASSWORD })).session();
}

async function createToken(apiUrl: string, session: Session): Promise<string> {
  const wanted = { name: 'Bench reader', kind: 'api', scopes: SCOPES };
  const { body } = await send(`${apiUrl}/workspaces/default/tokens`, wanted, session);
  return body['token'] ?? '';
}

interface Answer {
  readonly body: Readonly<Record<string, string>>;
  readonly session: () => Session;
}

async function send(url: string, given: object, session?: Session): Promise<Answer> {
  const headers = session ? { cookie: session.cookie, 'x-csrf-token': session.csrfToken } : {};
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(given),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${url} answered ${response.status}: ${text.slice(0, 500)}`);
  const body = JSON.parse(text) as Record<string, string>;
  const [cookie = ''] = response.headers.getSetCookie();
  return { body, session: () => ({ cookie: cookie.split(';')[0] ?? '', csrfToken: body['csrfToken'] ?? '' }) };
}
