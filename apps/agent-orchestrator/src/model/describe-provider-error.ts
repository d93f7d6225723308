import { findLengthRefusal } from './length-refusal.js';
import type { AskedModel } from './model-failure.js';
import type { ProviderError } from './provider-error.js';
import { PROVIDER_NAMES } from './provider-names.js';

/** Enough of a provider's own words to look it up; they can quote what it was sent. */
const DETAIL_CHARACTERS_MAX = 200;

/** One sentence or two: who, what happened, what to do about it. */
export function describeProviderError(error: ProviderError, asked: AskedModel, seconds: number | undefined): string {
  const name = PROVIDER_NAMES[asked.provider];
  const http = error.status === null ? '' : ` (HTTP ${error.status})`;
  const detail = error.message === '' ? '' : `: ${error.message.slice(0, DETAIL_CHARACTERS_MAX)}`;
  if (findLengthRefusal(error) !== null) {
    return `The conversation is too long for the model ${quote(asked.model)}${http}${detail}`;
  }
  switch (error.status) {
    case 401:
      // What a provider says of a wrong key can hold a part of it.
      return `${name} refused the key${http}. The deployment's key for it is wrong or was withdrawn.`;
    case 402:
      return `${name} takes no more requests of this account${http}: its credit or quota is used up.`;
    case 403:
      return `${name} does not allow this${http}${detail}`;
    case 404:
      return `${name} does not know the model ${quote(asked.model)}${http}. Choose another for the agent.`;
    case 429:
      return describeRateLimit(error, name, seconds);
    case 503:
    case 529:
      return `${name} is overloaded${http}. It is asked again later.`;
    case 400:
    case 422:
      return `${name} refused the request${http}; the agent's model may not take its parameters or tools${detail}`;
    default:
      return `${name} failed${http}${detail}`;
  }
}

function describeRateLimit({ kind }: ProviderError, name: string, seconds: number | undefined): string {
  if (kind === 'insufficient_quota') {
    return `${name} takes no more requests of this account (HTTP 429): its credit or quota is used up.`;
  }
  const wait = seconds === undefined || seconds === 0 ? '' : ` It wants to be asked again in ${seconds} s.`;
  return `${name} is asked too often, by its limits for this account (HTTP 429).${wait}`;
}

function quote(model: string): string {
  return `"${model.slice(0, 100)}"`;
}
