import { DomainError } from '@countersign/contracts';
import type { StoredSecret } from './stored-secret.js';

/** A secret that cannot be used, by where it is. Nothing of it is in here. */
export interface SealProblem {
  readonly place: string;
  readonly workspaceId: string;
  readonly code: string;
  readonly message: string;
}

/** Null where it works. What is wrong with a secret is an answer; everything else is thrown on. */
export async function findSealProblem(secret: StoredSecret, work: () => Promise<void>): Promise<SealProblem | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message } = error;
    return { place: secret.place, workspaceId: secret.context.workspace, code, message };
  }
}
