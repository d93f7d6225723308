import type { RunningSystem } from './running-system.js';

/** Signed in as the administrator: a token cannot make tokens with more than it has. */
export async function createToken(system: RunningSystem, body: object): Promise<string> {
  const { apiUrl, adminEmail: email, adminPassword: password } = system.dev;
  const headers = { 'content-type': 'application/json' };
  const login = await fetch(`${apiUrl}/auth/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email, password }),
  });
  const { csrfToken } = (await login.json()) as { csrfToken: string };
  const cookie = login.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const answer = await fetch(`${apiUrl}/workspaces/default/tokens`, {
    method: 'POST',
    headers: { ...headers, cookie, 'x-csrf-token': csrfToken },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`no token: ${answer.status} ${text}`);
  return (JSON.parse(text) as { token: string }).token;
}
