import type { SecretContext } from '../sealed-secret.js';

/** A sealed secret in a row of somebody's table. */
export interface StoredSecret {
  /** What an operator finds it by, as `<table> <key>`. */
  readonly place: string;
  /** The JSON of a SealedSecret, byte for byte as it is stored. */
  readonly sealed: string;
  readonly context: SecretContext;
}

/** All secrets of a service, while it goes on reading and writing them. */
export interface SecretStore<S extends StoredSecret> {
  /** Those that appear behind the reader's back may be missed. */
  all(): AsyncIterable<S>;
  /** Compares and sets: what the service writes meanwhile wins. @returns whether it still was as it had been read */
  replace(secret: S, by: string): Promise<boolean>;
}
