import type { RunningSystem } from './running-system.js';
import { Session } from './session.js';

/** Signed in as the administrator: a token cannot make tokens with more than it has. */
export async function createToken(system: RunningSystem, body: object): Promise<string> {
  const session = await Session.signIn(system);
  const { token } = await session.post<{ token: string }>('/tokens', body);
  return token;
}
