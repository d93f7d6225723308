import type { SealedSecret } from '../sealed-secret.js';
import { UnsealError } from '../sealing.errors.js';

/** @throws UnsealError for text that is no JSON; whether it is a secret is found out when it is opened */
export function readSealed(text: string): SealedSecret {
  try {
    return JSON.parse(text) as SealedSecret;
  } catch (cause) {
    throw new UnsealError('secret', { cause });
  }
}
