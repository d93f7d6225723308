import { APICallError } from 'ai';

/** What a provider said instead of an answer, whether as an HTTP answer or in the middle of a stream. */
export interface ProviderError {
  /** Of HTTP, or what the kind of error has over HTTP; null: no answer came. */
  readonly status: number | null;
  /** The provider's own word for it, e.g. `overloaded_error`; empty where it has none. */
  readonly kind: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The kinds that a stream tells without a status, with the status that they have over HTTP. */
const STATUS_OF_KIND: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  context_length_exceeded: 400,
  authentication_error: 401,
  insufficient_quota: 402,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  api_error: 500,
  server_error: 500,
  overloaded_error: 529,
};

const HTTP_ERROR_MIN = 400;

/** Null when it is no error of a provider at all. */
export function toProviderError(error: unknown): ProviderError | null {
  // Of an answer that began well and then broke, the cause says more.
  if (APICallError.isInstance(error) && (error.statusCode ?? 0) < HTTP_ERROR_MIN) return null;
  if (APICallError.isInstance(error) && error.statusCode !== undefined) {
    const { statusCode, message, responseHeaders = {}, data, responseBody } = error;
    const kind = kindOf(data) || kindOf(parse(responseBody));
    return { status: statusCode, kind, message, headers: responseHeaders };
  }
  const kind = kindOf(error);
  if (kind === '') return null;
  const status = statusOf(error) ?? STATUS_OF_KIND[kind];
  return status === undefined ? null : { status, kind, message: messageOf(error), headers: {} };
}

type Fields = Readonly<Record<string, unknown>>;

/** `{"error": {"type", "code", "message"}}`, or what is inside it; the code says more than the type. */
function kindOf(value: unknown): string {
  const { error, type, code } = toFields(value);
  if (typeof error === 'object' && error !== null) return kindOf(error);
  const words = [code, type].filter((word): word is string => typeof word === 'string');
  return words.find((word) => word in STATUS_OF_KIND) ?? words[0] ?? '';
}

function statusOf(value: unknown): number | undefined {
  const { statusCode } = toFields(value);
  return typeof statusCode === 'number' ? statusCode : undefined;
}

function messageOf(value: unknown): string {
  const { error, message } = toFields(value);
  if (typeof message === 'string') return message;
  return error === undefined ? '' : messageOf(error);
}

function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return null;
  }
}
