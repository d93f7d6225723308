import { UnknownSealingKeyError, UnsealError } from '@countersign/tokens';

/** Whether a stored secret is of no use any more: its key is gone, or its row is not the one that was sealed. */
export function isLostSecret(error: unknown): boolean {
  return error instanceof UnsealError || error instanceof UnknownSealingKeyError;
}
