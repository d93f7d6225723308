import { type IdentityChange, personKey, revocationKey } from '@countersign/contracts';

/** Which tokens are void before their time, and who is no member any more. */
export class IdentityCopy {
  private readonly revoked = new Map<string, Set<string>>();

  apply(workspaceId: string, changes: readonly IdentityChange[]): void {
    const keys = this.revoked.get(workspaceId) ?? new Set<string>();
    this.revoked.set(workspaceId, keys);
    for (const change of changes) {
      if (change.revoked) keys.add(revocationKey(change));
      else keys.delete(revocationKey(change));
    }
  }

  /** Of the person behind a caller. */
  isRemoved(workspaceId: string, ownerId: string | undefined): boolean {
    return ownerId !== undefined && this.isRevoked(workspaceId, personKey(ownerId));
  }

  isRevoked(workspaceId: string, tokenId: string): boolean {
    return this.revoked.get(workspaceId)?.has(tokenId) ?? false;
  }
}
