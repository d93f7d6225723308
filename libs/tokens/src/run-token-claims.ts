import type { RawClaims } from './read-claim.js';
import { readCount, readOptional, readText } from './read-claim.js';
import { readStrictness, readToolScope, type Strictness, type ToolScope } from './tool-scope.js';

/** On whose behalf a hosted run acts, and how far it reaches. Signed by the gateway, minutes of life. */
export interface RunTokenClaims {
  readonly workspace: string;
  readonly runId: string;
  readonly agentId: string;
  readonly agentVersion: number;
  /** The principal who started the run: a user, or a token. */
  readonly initiator: string;
  /** The person behind the initiator; self-approval is judged by this. */
  readonly ownerId?: string;
  /** The initiator as people read it. */
  readonly name?: string;
  readonly tools: ToolScope;
  readonly strictness: Strictness;
}

export function readRunTokenClaims(claims: RawClaims): RunTokenClaims {
  return {
    workspace: readText(claims, 'workspace'),
    runId: readText(claims, 'runId'),
    agentId: readText(claims, 'agentId'),
    agentVersion: readCount(claims, 'agentVersion'),
    initiator: readText(claims, 'initiator'),
    ...readOptional(claims, 'ownerId', readText),
    ...readOptional(claims, 'name', readText),
    tools: readToolScope(claims, 'tools'),
    strictness: readStrictness(claims, 'strictness'),
  };
}
