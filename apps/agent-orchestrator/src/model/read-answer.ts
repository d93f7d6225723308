import type { TokenUsage } from '../runs/run-event.js';
import { IncompleteAnswerError, StreamedError } from './model.errors.js';
import { type CountedTokens, toTokenUsage } from './model-usage.js';

export interface ModelAnswer {
  readonly text: string;
  readonly calls: readonly RawCall[];
  /** The output limit ended the answer in the middle of its last call, which therefore is not to be made. */
  readonly isLastCallCut: boolean;
  /** Null when the provider did not count. */
  readonly usage: TokenUsage | null;
  /** Null when no price is known. */
  readonly costMicros: number | null;
}

export interface RawCall {
  readonly exposedName: string;
  /** As the model wrote it: the SDK's own parsing loses duplicate keys and integers that JavaScript cannot hold. */
  readonly arguments: string;
}

/** What of a provider's stream makes an answer; the parts of the SDK have more. */
export type AnswerPart =
  | { readonly type: 'text-delta'; readonly delta: string }
  | { readonly type: 'text-start' }
  | { readonly type: 'tool-call'; readonly toolName: string; readonly input: string }
  | { readonly type: 'error'; readonly error: unknown }
  | { readonly type: 'finish'; readonly finishReason: FinishReason; readonly usage: CountedTokens };

export interface FinishReason {
  /** The SDK's word for it. */
  readonly unified: string;
  /** The provider's; absent where it gave none. */
  readonly raw: string | undefined;
}

/** A stream as it was received. */
export interface ReceivedAnswer {
  text: string;
  readonly calls: RawCall[];
  finish: Extract<AnswerPart, { type: 'finish' }> | null;
  error: unknown;
}

export function emptyAnswer(): ReceivedAnswer {
  return { text: '', calls: [], finish: null, error: null };
}

/** Adds a part. Returns the text that came with it. */
export function receive(answer: ReceivedAnswer, part: AnswerPart): string {
  switch (part.type) {
    case 'text-start':
      // Several texts of one answer are paragraphs.
      return answer.text === '' ? '' : append(answer, '\n\n');
    case 'text-delta':
      return append(answer, part.delta);
    case 'tool-call':
      answer.calls.push({ exposedName: part.toolName, arguments: part.input === '' ? '{}' : part.input });
      return '';
    case 'error':
      answer.error ??= part.error ?? new Error('an error without a description');
      return '';
    case 'finish':
      answer.finish = part;
      return '';
  }
}

function append(answer: ReceivedAnswer, text: string): string {
  answer.text += text;
  return text;
}

/**
 * The answer, when the stream held a whole one.
 *
 * | ends with            | is                                                                                         |
 * |----------------------|--------------------------------------------------------------------------------------------|
 * | stop, tool calls     | an answer, unless it is empty                                                              |
 * | output limit         | with calls: an answer without the last of them; with text: the text, marked as cut; else none |
 * | content filter       | the model's own refusal is its answer; the provider's filter is a failure                  |
 * | an error, or nothing | none: it is asked again                                                                    |
 *
 * @throws IncompleteAnswerError, or what the stream failed with
 */
export function toAnswer(received: ReceivedAnswer): Omit<ModelAnswer, 'costMicros'> {
  const { text, calls, finish, error } = received;
  if (error !== null) throw error instanceof Error ? error : new StreamedError(error);
  if (finish === null || !isEnd(finish.finishReason)) {
    throw new IncompleteAnswerError('broke off its answer before it was complete.', true);
  }
  const { finishReason, usage } = finish;
  assertNotFiltered(received, finishReason);
  const isCut = finishReason.unified === 'length';
  if (text.trim() === '' && calls.length === 0) throw emptyAnswerError(isCut);
  return {
    text: isCut && calls.length === 0 ? `${text}\n\n[The answer was cut off here, at its output limit.]` : text,
    calls,
    isLastCallCut: isCut && calls.length > 0,
    usage: toTokenUsage(usage),
  };
}

/** Only what a provider says to be the end of an answer is one; the SDK has words for all kinds of breaking off. */
function isEnd({ unified, raw }: FinishReason): boolean {
  if (unified === 'other') return raw !== undefined;
  return ['stop', 'tool-calls', 'length', 'content-filter'].includes(unified);
}

function assertNotFiltered({ text, calls }: ReceivedAnswer, { unified, raw }: FinishReason): void {
  if (unified !== 'content-filter') return;
  // A model that declines in words of its own has answered, and its provider gives no other reason for the end.
  const isOwnRefusal = (raw === undefined || raw === 'stop') && text.trim() !== '' && calls.length === 0;
  if (isOwnRefusal) return;
  throw new IncompleteAnswerError('withheld the answer: its content filter refused what was asked or answered.', false);
}

function emptyAnswerError(isCut: boolean): IncompleteAnswerError {
  if (!isCut) return new IncompleteAnswerError('gave an empty answer.', true);
  return new IncompleteAnswerError(
    'reached its output limit before it said anything; the agent may allow more.',
    false,
  );
}
