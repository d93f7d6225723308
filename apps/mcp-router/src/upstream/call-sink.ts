/**
 * The client behind one request, for as long as it waits for the answer: what it declared is declared to the server, and
 * what the server says and asks before it answers reaches it.
 *
 * | without a sink (approved calls, hosted runs)          | with one                                                 |
 * |-------------------------------------------------------|----------------------------------------------------------|
 * | no capability is declared                             | the ones that it has, of those below, and no other       |
 * | progress and log messages are ignored                 | are handed on, the progress under its own token          |
 * | a request of the server is answered with an error     | is handed on where its capability was declared           |
 * | `input_required` has failed                           | is an outcome of its own                                 |
 */
export interface CallSink {
  /** The client's own; the server is given another one. Without it there is no progress. */
  readonly progressToken?: string | number;
  /** Of the modern era, whose servers log for a request only if it says so. */
  readonly logLevel?: string;
  readonly clientCapabilities?: unknown;
  onNotification(notification: ServerNotification): void;
  /**
   * A rejection is told the server as an error. Aborted: the request is over, and nobody waits for the answer. Absent: the
   * client cannot be asked while its request is open, so to a legacy server, which could not ask in any other way, nothing is
   * declared.
   */
  onRequest?(request: ServerRequest, signal: AbortSignal): Promise<ServerAnswer>;
}

export interface ServerNotification {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export type ServerRequest = ServerNotification;

/** The `result` or the `error` of a JSON-RPC response. */
export type ServerAnswer =
  | { readonly result: Readonly<Record<string, unknown>> }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } };

export type MirroredCapabilities = Readonly<Record<string, Readonly<Record<string, object>>>>;

export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

/** What a client can be asked, with the sub-capabilities that change how; of the extensions, those that reach through us. */
const MIRRORED: Readonly<Record<string, readonly string[]>> = {
  elicitation: ['form', 'url'],
  extensions: [TASKS_EXTENSION],
  roots: [],
  sampling: ['context', 'tools'],
};

const CAPABILITY_OF: Readonly<Record<string, string>> = {
  'elicitation/create': 'elicitation',
  'roots/list': 'roots',
  'sampling/createMessage': 'sampling',
};

/** Always in one order and of few shapes: sessions are kept by it, and a client cannot make up ever new ones. */
export function mirroredCapabilities(sink: Pick<CallSink, 'clientCapabilities'> | undefined): MirroredCapabilities {
  const declared = toRecord(sink?.clientCapabilities);
  const names = Object.keys(MIRRORED).filter((name) => isRecord(declared[name]));
  const mirrored = names.map((name) => [name, subCapabilities(name, toRecord(declared[name]))] as const);
  // Of extensions that nobody here knows nothing is left, not even that there were some.
  return Object.fromEntries(mirrored.filter(([name, subs]) => name !== 'extensions' || Object.keys(subs).length > 0));
}

/** What is declared to a legacy server, which asks on the stream of the request. */
export function capabilitiesForSession(sink: CallSink | undefined): MirroredCapabilities {
  return sink?.onRequest === undefined ? {} : withoutExtensions(mirroredCapabilities(sink));
}

/** As the older revisions have it: extensions are declared by each request of the newest one. */
export function withoutExtensions(capabilities: MirroredCapabilities): MirroredCapabilities {
  return Object.fromEntries(Object.entries(capabilities).filter(([name]) => name !== 'extensions'));
}

/** Whether the answer to a call may be a task of the server. */
export function takesServerTasks(sink: CallSink | undefined): boolean {
  return mirroredCapabilities(sink)['extensions']?.[TASKS_EXTENSION] !== undefined;
}

/** Whether a server may ask this of a client that declared these. */
export function isDeclared(capabilities: MirroredCapabilities, method: string): boolean {
  const capability = CAPABILITY_OF[method];
  return capability !== undefined && capabilities[capability] !== undefined;
}

function subCapabilities(name: string, declared: Readonly<Record<string, unknown>>): Record<string, object> {
  const known = (MIRRORED[name] ?? []).filter((sub) => isRecord(declared[sub]));
  return Object.fromEntries(known.map((sub) => [sub, {}]));
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
