import type { ChatRequest } from './chat-request.js';
import { digestOf } from './completion.js';
import type { Failure } from './turn.js';

/** Of conversations that fail a number of times; the oldest count is forgotten first. */
const CONVERSATIONS_MAX = 1_000;

/** The only thing this model remembers: how often a conversation has failed already. */
export class FailureCounter {
  private readonly counts = new Map<string, number>();

  /** Whether this request fails, and counts it. */
  strikes(request: ChatRequest, { times }: Failure): boolean {
    if (times === undefined) return true;
    const digest = digestOf(request);
    const count = this.counts.get(digest) ?? 0;
    if (count >= times) return false;
    this.counts.set(digest, count + 1);
    const [oldest] = this.counts.keys();
    if (this.counts.size > CONVERSATIONS_MAX && oldest !== undefined) this.counts.delete(oldest);
    return true;
  }
}
