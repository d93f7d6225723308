import { RemoteError } from '@countersign/messaging';
import { AgentNotFoundError, AgentVersionNotFoundError } from '../agents/agent.errors.js';
import { RunTokenRefusedError } from '../router/router.errors.js';

/** A view of a run shows so much, and a person reads no more. */
const REASON_CHARACTERS_MAX = 500;

const FOR_GOOD = [RunTokenRefusedError, AgentNotFoundError, AgentVersionNotFoundError] as const;

/**
 * Why a run can never go on, in words for people; null for everything that may be different the next time. Repeating the
 * step would ask for ever what is answered already.
 */
export function whyRunEnds(error: unknown): string | null {
  if (!isFinal(error)) return null;
  return `The run cannot go on. ${error.message}`.slice(0, REASON_CHARACTERS_MAX).toWellFormed();
}

/** The router says `run.finished` of a run that it was told to have been cancelled: nothing new comes through to it. */
function isFinal(error: unknown): error is Error {
  if (error instanceof RemoteError) return error.code === 'run.finished';
  return error instanceof Error && FOR_GOOD.some((kind) => error instanceof kind);
}
