import type { AskedModel } from './model-failure.js';

/** Whether results can hold files: those of chat completions have text alone. */
export function takesFiles({ provider }: Pick<AskedModel, 'provider'>): boolean {
  return provider === 'anthropic' || provider === 'openai';
}
