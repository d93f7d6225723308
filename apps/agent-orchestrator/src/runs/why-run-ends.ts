import { AgentNotFoundError } from '../agents/agent.errors.js';
import { RunTokenRefusedError } from '../router/router.errors.js';

/** A view of a run shows so much, and a person reads no more. */
const REASON_CHARACTERS_MAX = 500;

/**
 * Why a run can never go on, in words for people; null for everything that may be different the next time. Repeating the
 * step would ask for ever what is answered already.
 */
export function whyRunEnds(error: unknown): string | null {
  if (!(error instanceof RunTokenRefusedError) && !(error instanceof AgentNotFoundError)) return null;
  return `The run cannot go on. ${error.message}`.slice(0, REASON_CHARACTERS_MAX).toWellFormed();
}
