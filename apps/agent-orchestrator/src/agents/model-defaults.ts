import { DEFAULT_MODELS, type ModelConfig } from '../config.js';
import type { ModelDefaults } from './agent-settings.js';

/** The deployment's model where it is of the provider that is meant; another provider has its own. */
export function toModelDefaults({ provider: own, model }: ModelConfig): ModelDefaults {
  return { provider: own, modelOf: (provider) => (provider === own ? model : DEFAULT_MODELS[provider]) };
}
