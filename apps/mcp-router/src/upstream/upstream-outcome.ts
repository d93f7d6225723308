import type { RefusedCredentials, WireTransport } from '@countersign/contracts';

/**
 * What became of one attempt to call a tool, by what is *proven*:
 *
 * | kind            | proven                                        | the call becomes                          |
 * |-----------------|-----------------------------------------------|-------------------------------------------|
 * | `result`        | executed, with this result                    | `succeeded`                              |
 * | `input_required` | not finished: the client behind it is asked for more (calls with a sink only) | `failed`; the client makes a new one |
 * | `task`          | taken: the server works on it, and its client asks for the rest (calls with a sink only) | `succeeded`   |
 * | `failed`        | answered with an error, or never to be sent   | `failed`                                 |
 * | `session_lost`  | not executed: the server forgot the session   | sent once more with a new session        |
 * | `wrong_era`     | not executed: another protocol era is spoken  | sent once more as the server speaks now, or `failed` |
 * | `refused`       | not executed: the credentials were refused    | sent once more with newer ones, or `failed` |
 * | `not_sent`      | no byte left this process                     | `approved` again, or `failed` for `allow` |
 * | `unknown`       | nothing                                       | `unknown`, for a person                  |
 */
export type UpstreamOutcome = OutcomeOf<ToolResult>;

/** The same of any request, with the result as it came. */
export type RequestOutcome = OutcomeOf<Readonly<Record<string, unknown>>>;

type OutcomeOf<Result> =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'input_required'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: 'task'; readonly reason: string; readonly result: Readonly<Record<string, unknown>> }
  /** `error`: in the words of the server. */
  | { readonly kind: 'failed'; readonly reason: string; readonly error?: RpcError }
  | NotExecuted
  | { readonly kind: 'not_sent'; readonly reason: string }
  /** `isServerError`: HTTP 5xx, which says something about the server too. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly isServerError?: true };

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export const NOT_SENT_AS_CANCELLED = { kind: 'not_sent', reason: 'it was cancelled before it was sent' } as const;

/** An answer that proves that nothing was executed: what the one re-send of a call rests on. */
export type NotExecuted =
  | { readonly kind: 'session_lost'; readonly reason: string }
  | { readonly kind: 'wrong_era'; readonly reason: string; readonly spoken: SpokenEra }
  | { readonly kind: 'refused'; readonly reason: string; readonly refused: RefusedCredentials };

/** A `CallToolResult` of any revision, passed through. */
export interface ToolResult {
  readonly content: readonly unknown[];
  readonly isError?: boolean;
  readonly structuredContent?: unknown;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** How a server was spoken to. */
export type SpokenEra = Pick<UpstreamTarget, 'era' | 'protocolVersion' | 'transport'>;

const NOT_EXECUTED: readonly string[] = ['session_lost', 'wrong_era', 'refused'] satisfies NotExecuted['kind'][];

/** What a call that has been sent before may be sent once more for. */
export function isNotExecuted(outcome: { readonly kind: string }): outcome is NotExecuted {
  return NOT_EXECUTED.includes(outcome.kind);
}

/** Everything that is needed to reach one integration; `headers` hold its credentials. */
export interface UpstreamTarget {
  readonly workspaceId: string;
  readonly integrationId: string;
  readonly connectionRevision: number;
  readonly url: URL;
  readonly transport: WireTransport;
  readonly era: 'legacy' | 'modern';
  readonly protocolVersion: string;
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the headers: it moves with every refresh. */
  readonly credentialVersion: number;
}

/**
 * What connections and sessions are kept by: a re-pointed integration shares nothing with what it was. A refreshed token
 * goes on with both, because every request brings the credentials of now.
 */
export function targetKey({ workspaceId, integrationId, connectionRevision }: UpstreamTarget): string {
  return `${workspaceId} ${integrationId} ${connectionRevision}`;
}
