/** What a listener makes of a JSON-RPC message. */
export type StreamMessage =
  | { readonly kind: 'tools-changed' }
  /** The first message of a subscription. */
  | { readonly kind: 'acknowledged'; readonly isHonoured: boolean }
  /** A server of the legacy era wants to know whether anybody is there. */
  | { readonly kind: 'ping'; readonly id: string | number }
  /** To a request of ours; `result` is null where it is an error. */
  | { readonly kind: 'answer'; readonly id: unknown; readonly result: Readonly<Record<string, unknown>> | null }
  | { readonly kind: 'other' };

type Json = Readonly<Record<string, unknown>>;

const OTHER: StreamMessage = { kind: 'other' };

/** Reads anything: what is not a message, or not for us, is `other`. */
export function readStreamMessage(text: string): StreamMessage {
  const message = parse(text);
  if (!isObject(message)) return OTHER;
  const { id, method, params } = message;
  if (method === undefined) return readAnswer(message);
  switch (method) {
    case 'notifications/tools/list_changed':
      return { kind: 'tools-changed' };
    case 'notifications/subscriptions/acknowledged':
      return {
        kind: 'acknowledged',
        isHonoured: memberOf(memberOf(params, 'notifications'), 'toolsListChanged') === true,
      };
    case 'ping':
      return typeof id === 'string' || typeof id === 'number' ? { kind: 'ping', id } : OTHER;
    default:
      return OTHER;
  }
}

/** Whether the result of `initialize` promises announcements. */
export function promisesAnnouncements(result: Json): boolean {
  return memberOf(memberOf(result['capabilities'], 'tools'), 'listChanged') === true;
}

function readAnswer({ id, result, error }: Json): StreamMessage {
  if (isObject(result)) return { kind: 'answer', id, result };
  return error === undefined ? OTHER : { kind: 'answer', id, result: null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not a message, as much as one of a kind that is not known.
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
