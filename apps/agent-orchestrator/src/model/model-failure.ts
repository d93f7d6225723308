import type { ModelProvider } from '@countersign/contracts';
import { EgressConnectError, EgressLimitError, EgressRefusedError } from '@countersign/egress';
import { LoadAPIKeyError, RetryError } from 'ai';
import { describeProviderError } from './describe-provider-error.js';
import { findLengthRefusal, type LengthRefusal } from './length-refusal.js';
import { IncompleteAnswerError, StreamedError } from './model.errors.js';
import { PROVIDER_NAMES } from './provider-names.js';
import { type ProviderError, toProviderError } from './provider-error.js';
import { retryAfterSeconds } from './retry-after.js';
import { toSafeText } from './safe-text.js';

/** A view of a run shows so much, and a person reads no more. */
const MESSAGE_CHARACTERS_MAX = 500;

export interface ModelFailure {
  /** For people: who failed, what happened, what to do. Without keys, and without what the model was asked. */
  readonly message: string;
  readonly canRepeat: boolean;
  readonly retryAfterSeconds?: number;
  /** Set when the question was too long for the model. */
  readonly tooLong?: LengthRefusal;
  /** Set when the provider could not read a file in it: it would refuse every question with that file. */
  readonly areFilesRefused?: true;
}

export interface AskedModel {
  readonly provider: ModelProvider;
  readonly model: string;
}

/**
 * @param nowMs for providers that name a time at which they want to be asked again
 * @param secrets what must not be repeated, in whatever form it is: a server can quote the key that it was sent
 */
export function toModelFailure(
  error: unknown,
  asked: AskedModel,
  nowMs: number,
  secrets: readonly string[] = [],
): ModelFailure {
  // The SDK's repetitions wrap what they ended with.
  const thrown = RetryError.isInstance(error) ? error.lastError : error;
  const last = thrown instanceof StreamedError ? thrown.cause : thrown;
  const said = toProviderError(last);
  // Before anything is cut: a half of a key is one, too.
  const heard = said && { ...said, message: withoutSecrets(said.message, secrets) };
  const failure = heard === null ? withoutAnswer(last, asked) : ofProvider(heard, asked, nowMs);
  const message = redact(withoutSecrets(failure.message, secrets).replaceAll(/\s+/g, ' ').trim()).slice(
    0,
    MESSAGE_CHARACTERS_MAX,
  );
  return { ...failure, message: toSafeText(message) };
}

function ofProvider(error: ProviderError, asked: AskedModel, nowMs: number): ModelFailure {
  const seconds = retryAfterSeconds(error.headers, nowMs);
  const tooLong = findLengthRefusal(error);
  return {
    message: describeProviderError(error, asked, seconds),
    canRepeat: tooLong === null && canPass(error),
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
    ...(tooLong !== null && { tooLong }),
    ...(tooLong === null && isAboutFiles(error) && ({ areFilesRefused: true } as const)),
  };
}

function isAboutFiles({ status, message }: ProviderError): boolean {
  return (status === 400 || status === 422) && /\b(image|document|pdf|file|media)\b/i.test(message);
}

/** What a provider takes back by itself. Everything else is about the request, and the same request gets the same answer. */
function canPass({ status, kind }: ProviderError): boolean {
  if (kind === 'insufficient_quota') return false;
  return status === null || status === 408 || status === 409 || status === 429 || status >= 500;
}

function withoutAnswer(error: unknown, { provider }: AskedModel): ModelFailure {
  const name = PROVIDER_NAMES[provider];
  if (error instanceof IncompleteAnswerError) {
    return { message: `${name} ${error.message}`, canRepeat: error.canRepeat };
  }
  if (LoadAPIKeyError.isInstance(error)) {
    return { message: `There is no key for ${name}: the deployment has none configured.`, canRepeat: false };
  }
  if (error instanceof EgressRefusedError) {
    return { message: `${name} may not be reached from here: ${error.message}.`, canRepeat: false };
  }
  if (error instanceof EgressConnectError) {
    return { message: `${name} could not be reached: ${error.message}.`, canRepeat: true };
  }
  if (error instanceof EgressLimitError || isTimeout(error)) {
    return { message: `${name} did not answer in time: ${messageOf(error)}.`, canRepeat: true };
  }
  // The SDK wraps what the connection failed with.
  if (error instanceof Error && error.cause !== undefined && isOurs(error.cause)) {
    return withoutAnswer(error.cause, { provider, model: '' });
  }
  return { message: `${name} broke off its answer (${messageOf(error)}).`, canRepeat: true };
}

function isOurs(cause: unknown): boolean {
  const ours = [EgressRefusedError, EgressConnectError, EgressLimitError, IncompleteAnswerError];
  return ours.some((type) => cause instanceof type) || isTimeout(cause) || cause instanceof Error;
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

/** The SDK's errors about an answer that cannot be read quote it; the first words say what it was about. */
const DETAIL_CHARACTERS_MAX = 120;

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'for no reason that it gave';
  return message.slice(0, DETAIL_CHARACTERS_MAX);
}

function withoutSecrets(message: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), message);
}

/** Providers repeat a wrong key, or a part of it. */
function redact(message: string): string {
  return message.replaceAll(/\b(sk|pk|key|Bearer|token)[-_ ][\w.*-]{6,}/gi, '[redacted]');
}
