import type { ModelProvider } from '@countersign/contracts';

/** What people call them; the scripted model is always named as what it is. */
export const PROVIDER_NAMES: Readonly<Record<ModelProvider, string>> = {
  scripted: 'The scripted model',
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  'openai-compatible': 'The model server',
};
