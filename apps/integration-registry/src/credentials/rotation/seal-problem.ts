import { DomainError } from '@countersign/contracts';
import type { SecretContext } from '@countersign/tokens';

/** A secret that cannot be used, by where it is. Nothing of it is in here. */
export interface SealProblem {
  readonly table: string;
  readonly key: string;
  readonly workspaceId: string;
  readonly code: string;
  readonly message: string;
}

interface Place {
  readonly column: { readonly table: string };
  readonly key: string;
  readonly context: SecretContext;
}

/** Null where it works. What is wrong with a secret is an answer; everything else is thrown on. */
export async function findSealProblem(place: Place, work: () => Promise<void>): Promise<SealProblem | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message } = error;
    return { table: place.column.table, key: place.key, workspaceId: place.context.workspace, code, message };
  }
}
