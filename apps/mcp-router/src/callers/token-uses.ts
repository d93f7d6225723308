import { TOKEN_USES_MAX, type NoteTokenUsesRequest } from '@countersign/contracts';
import { USED_TOKENS_MAX } from '../limits.js';
import type { Caller } from './caller.js';

/** People are shown it to the minute. */
const MINUTE_MS = 60_000;

type UsedToken = Pick<Caller, 'workspaceId' | 'tokenId'>;

/**
 * Which tokens were used lately, for the gateway to show. Each is there once in a minute of the clock, however often it is used;
 * what does not fit is left out, and is there in the next minute.
 */
export class TokenUses {
  /** In which minute each was noted last; the one that was noted last is last. */
  private readonly minutes = new Map<string, number>();
  private untold = new Map<string, UsedToken & { readonly atMs: number }>();

  /** On the way of every request. @returns whether there is something to tell that was not there before */
  note({ workspaceId, tokenId }: UsedToken, nowMs: number): boolean {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (this.minutes.get(tokenId) === minute || this.untold.size >= USED_TOKENS_MAX) return false;
    this.minutes.delete(tokenId);
    const [oldest] = this.minutes.keys();
    if (this.minutes.size >= USED_TOKENS_MAX && oldest !== undefined) this.minutes.delete(oldest);
    this.minutes.set(tokenId, minute);
    this.untold.set(tokenId, { workspaceId, tokenId, atMs: nowMs });
    return true;
  }

  /** Everything since the last time, as messages of one workspace each. */
  take(): NoteTokenUsesRequest[] {
    const byWorkspace = Map.groupBy(this.untold.values(), ({ workspaceId }) => workspaceId);
    this.untold = new Map();
    return [...byWorkspace].flatMap(([workspaceId, used]) => {
      const uses = used.map(({ tokenId, atMs }) => ({ tokenId, usedAt: new Date(atMs).toISOString() }));
      const messages = Math.ceil(uses.length / TOKEN_USES_MAX);
      return Array.from({ length: messages }, (_, index) => {
        return { workspaceId, uses: uses.slice(index * TOKEN_USES_MAX, (index + 1) * TOKEN_USES_MAX) };
      });
    });
  }

  /** What could not be told is told the next time, unless there is something newer of that token. */
  putBack({ workspaceId, uses }: NoteTokenUsesRequest): void {
    for (const { tokenId, usedAt } of uses) {
      if (this.untold.has(tokenId) || this.untold.size >= USED_TOKENS_MAX) continue;
      this.untold.set(tokenId, { workspaceId, tokenId, atMs: Date.parse(usedAt) });
    }
  }
}
