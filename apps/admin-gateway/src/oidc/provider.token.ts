/** The token under which Nest provides the provider's client; null where none is configured. */
export const PROVIDER = Symbol('ProviderClient');
