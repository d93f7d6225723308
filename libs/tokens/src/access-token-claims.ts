import type { RawClaims } from './read-claim.js';
import { readAnyText, readBoolean, readCount, readOneOf, readOptional, readText, readTexts } from './read-claim.js';
import { readStrictness, type Strictness } from './tool-scope.js';

/** What an API token or an external MCP client's token says. Signed by the gateway, `aud` = the one service it is for. */
export interface AccessTokenClaims {
  /** The principal: the token itself, not the person behind it. */
  readonly sub: string;
  readonly kind: 'api' | 'mcp';
  readonly workspace: string;
  readonly scopes: readonly string[];
  readonly name: string;
  /** The user who made it; self-approval is judged by this. */
  readonly ownerId: string;
  /** Slugs; absent means every integration of the workspace, empty means none. */
  readonly integrations?: readonly string[];
  /** Policy keys (`mcp.Jira.issue.get`); narrows further. Absent means every tool of these integrations, empty means none. */
  readonly tools?: readonly string[];
  /** In front of exposed names; empty on the MCP endpoint unless chosen otherwise. */
  readonly prefix?: string;
  /** Characters an exposed name may have. */
  readonly nameBudget?: number;
  /** The server's own names, without slug; only for a token of one integration. */
  readonly bareNames?: boolean;
  /** How long an `ask` call is held open for this client. */
  readonly holdMs?: number;
  /** Combined with the policy by strictest. */
  readonly strictness?: Strictness;
}

export function readAccessTokenClaims(claims: RawClaims): AccessTokenClaims {
  return {
    sub: readText(claims, 'sub'),
    kind: readOneOf(claims, 'kind', ['api', 'mcp']),
    workspace: readText(claims, 'workspace'),
    scopes: readTexts(claims, 'scopes'),
    name: readText(claims, 'name'),
    ownerId: readText(claims, 'ownerId'),
    ...readOptional(claims, 'integrations', readTexts),
    ...readOptional(claims, 'tools', readTexts),
    ...readOptional(claims, 'prefix', readAnyText),
    ...readOptional(claims, 'nameBudget', readCount),
    ...readOptional(claims, 'bareNames', readBoolean),
    ...readOptional(claims, 'holdMs', readCount),
    ...readOptional(claims, 'strictness', readStrictness),
  };
}
