import type { IdentityChange } from '@countersign/contracts';

/** Which tokens are void before their time. */
export class IdentityCopy {
  private readonly revoked = new Map<string, Set<string>>();

  apply(workspaceId: string, changes: readonly IdentityChange[]): void {
    const tokens = this.revoked.get(workspaceId) ?? new Set<string>();
    this.revoked.set(workspaceId, tokens);
    for (const { id, revoked } of changes) {
      if (revoked) tokens.add(id);
      else tokens.delete(id);
    }
  }

  isRevoked(workspaceId: string, tokenId: string): boolean {
    return this.revoked.get(workspaceId)?.has(tokenId) ?? false;
  }
}
