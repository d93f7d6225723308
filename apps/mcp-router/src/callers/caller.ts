import type { Actor } from '@countersign/contracts';
import {
  budgetMin,
  HOSTED_AGENT_NAMES,
  MCP_ENDPOINT_BUDGET,
  policyKey,
  type ExposedNameOptions,
} from '@countersign/tool-name';
import {
  InvalidTokenError,
  type AccessTokenClaims,
  type RunTokenClaims,
  type StandardClaims,
  toScopeLookup,
} from '@countersign/tokens';
import { HOLD_MS_MAX } from '../limits.js';
import type { Verdict } from '../calls/call.js';

/** Who calls and how far they reach. It comes from a verified token and from nowhere else. */
export interface Caller {
  readonly workspaceId: string;
  readonly principal: Actor;
  /** The hosted run; null for an external client. */
  readonly runId: string | null;
  /** Whose run it is; null for an external client. */
  readonly agentId: string | null;
  readonly tokenId: string;
  /** Of the token, by the clock of the wall. */
  readonly expiresAtMs: number;
  /** Behind a run: the token that started it; null where a person did. */
  readonly originTokenId: string | null;
  readonly names: ExposedNameOptions;
  /** The least that a call of the tool gets; policy can only be stricter. */
  readonly strictnessOf: (integrationSlug: string, toolName: string) => Verdict;
  readonly holdMs: number;
  readonly reaches: (integrationSlug: string, toolName: string) => boolean;
  /** Whether it may be shown what an integration has beside tools. Nobody can be asked about that, so strictness closes it. */
  readonly reads: (integrationSlug: string) => boolean;
}

/** How a principal's key begins when it is a token. */
const TOKEN_KEY = 'token:';

export function toRunCaller(claims: RunTokenClaims & StandardClaims): Caller {
  const { runId, agentId, ownerId, name, tools, strictness } = claims;
  const principal: Actor = { kind: 'run', id: runId, name: name ?? claims.initiator };
  return {
    workspaceId: claims.workspace,
    principal: ownerId === undefined ? principal : { ...principal, ownerId },
    runId,
    agentId,
    tokenId: claims.jti,
    expiresAtMs: claims.exp * 1_000,
    originTokenId: claims.initiator.startsWith(TOKEN_KEY) ? claims.initiator.slice(TOKEN_KEY.length) : null,
    names: HOSTED_AGENT_NAMES,
    holdMs: 0,
    ...toScopeLookup(tools, strictness),
    reads: () => false,
  };
}

export function toClientCaller(claims: AccessTokenClaims & StandardClaims): Caller {
  const { strictness = 'allow' } = claims;
  return {
    workspaceId: claims.workspace,
    principal: { kind: 'token', id: claims.sub, name: claims.name, ownerId: claims.ownerId },
    runId: null,
    agentId: null,
    tokenId: claims.jti,
    expiresAtMs: claims.exp * 1_000,
    originTokenId: claims.jti,
    names: namesOf(claims),
    strictnessOf: () => strictness,
    holdMs: Math.min(claims.holdMs ?? HOLD_MS_MAX, HOLD_MS_MAX),
    reaches: reachOf(claims),
    reads: readingReachOf(claims),
  };
}

/** What is named by neither list is out of reach; a list that is not there names everything. */
function reachOf({ integrations, tools }: AccessTokenClaims): Caller['reaches'] {
  const [slugs, keys] = [integrations && new Set(integrations), tools && new Set(tools)];
  return (integrationSlug, toolName) =>
    slugs?.has(integrationSlug) !== false && keys?.has(policyKey({ integrationSlug, toolName })) !== false;
}

/** A token for single tools is for those, and for nothing else that their servers have. */
function readingReachOf({ integrations, tools, strictness = 'allow' }: AccessTokenClaims): Caller['reads'] {
  const isOpen = tools === undefined && strictness === 'allow';
  return (slug) => isOpen && (integrations === undefined || integrations.includes(slug));
}

/** A budget in which not every tool has a name would make tools disappear. */
function namesOf({ prefix = '', nameBudget = MCP_ENDPOINT_BUDGET, ...rest }: AccessTokenClaims): ExposedNameOptions {
  if (nameBudget < budgetMin(prefix)) throw new InvalidTokenError('token.bad_claims', 'the name budget is too small');
  const names = { prefix, budget: nameBudget };
  return rest.bareNames === true ? { ...names, bareSlug: onlyOneOf(rest.integrations) } : names;
}

/** Without slugs, the tools of two integrations could have one name. */
function onlyOneOf([slug, ...others]: readonly string[] = []): string {
  if (slug !== undefined && others.length === 0) return slug;
  throw new InvalidTokenError('token.bad_claims', 'names without a slug are those of one integration');
}
