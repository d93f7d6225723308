/** Of JSON-RPC and of MCP; -32020 and later are of revision 2026-07-28. */
export const RPC = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internalError: -32_603,
  /** What HTTP says already, for clients that read JSON-RPC only. */
  refused: -32_000,
  sessionNotFound: -32_001,
  /** Until 2025; a wrong parameter since. */
  resourceNotFound: -32_002,
  headerMismatch: -32_020,
  missingCapability: -32_021,
  unsupportedVersion: -32_022,
} as const;

/** What is wrong with a request, as the client reads it. */
export interface RpcFault {
  readonly code: number;
  readonly message: string;
  readonly data?: object;
  /** Of the HTTP answer, where nothing has been sent yet: 200 for what a method found out, else the protocol's own. */
  readonly status: number;
}

/** Ends a request with an error of the protocol. What a *model* should read is a result instead. */
export class RpcError extends Error {
  constructor(readonly fault: RpcFault) {
    super(fault.message);
  }
}

export function invalidParams(message: string): RpcError {
  return new RpcError({ code: RPC.invalidParams, message: `Invalid params: ${message}`, status: 200 });
}

/** A client that reads it begins a new session. */
export const SESSION_NOT_FOUND: RpcFault = { code: RPC.sessionNotFound, message: 'Session not found', status: 404 };

/** Of a request that was open when its token ended. */
export const TOKEN_REVOKED: RpcFault = {
  code: RPC.refused,
  message: 'Unauthorized: the token was revoked while the request was open. What it asked for is not waited for.',
  status: 401,
};
