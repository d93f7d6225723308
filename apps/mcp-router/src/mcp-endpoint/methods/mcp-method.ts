import type { Caller } from '../../callers/caller.js';
import type { MirroredCapabilities } from '../../upstream/call-sink.js';
import type { ClientFeatures } from '../protocol/client-features.js';
import type { Era } from '../protocol/protocol-version.js';
import type { Json } from '../protocol/rpc-answer.js';
import type { RpcId, RpcParams } from '../protocol/rpc-message.js';

/** One request of a client, as its method sees it. Who calls is proven; what is asked for is not checked yet. */
export interface McpRequest {
  readonly caller: Caller;
  readonly era: Era;
  /** That is spoken: of the request itself, of its session, or the newest legacy one where nobody says. */
  readonly protocolVersion: string;
  readonly id: RpcId;
  readonly params: RpcParams;
  /** Of the modern request, or of the legacy session; nothing for a legacy request without one. */
  readonly features: ClientFeatures;
  /** Likewise, as it is declared to servers. */
  readonly capabilities: MirroredCapabilities;
  /** Absent in the modern era, and for legacy clients that do without. */
  readonly sessionId: string | undefined;
  /** As they came, for methods whose arguments are repeated in them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What can be said before the answer. */
  readonly client: ListeningClient;
}

/** The client behind an open request. */
export interface ListeningClient {
  /** Aborted when nobody waits for the answer any more, or when this process stops. */
  readonly signal: AbortSignal;
  readonly isGone: boolean;
  /** Turns the answer into a stream of events. False: the client takes none, or is not there any more. */
  readonly notify: (method: string, params?: object) => boolean;
  /** The same, of a message that is JSON already. */
  readonly say: (json: Json) => boolean;
  /** Says that the request is a stream of changes, which ends in its own way when its token does. */
  readonly listens: () => void;
  /** Without that it reads JSON only, and hears nothing before the answer. */
  readonly takesEvents: boolean;
}

export interface MethodResult {
  /** Of the result: an object. */
  readonly json: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A method and the eras in which it exists; in the others it is unknown. */
export interface McpMethod {
  readonly name: string;
  readonly eras: readonly Era[];
  /** @throws RpcError for what is wrong with the request itself */
  readonly execute: (request: McpRequest) => Promise<MethodResult>;
}
