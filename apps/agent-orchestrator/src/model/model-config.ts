/** The token under which the deployment's model settings are provided. */
export const MODEL_CONFIG = Symbol('model config');
