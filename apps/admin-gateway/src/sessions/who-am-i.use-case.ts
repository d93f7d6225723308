import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Identity } from '../access/principal.js';
import { scopesOf } from '../users/roles.js';
import { MemberRepository, UserRepository } from '../users/user.repository.js';
import type { MeView } from './session.dto.js';

/** Whoever asks, as they are by now. */
@Injectable()
export class WhoAmI {
  constructor(
    private readonly database: Database,
    private readonly members: MemberRepository,
    private readonly users: UserRepository,
  ) {}

  async execute({ kind, id, name, ownerId, token, csrfToken }: Identity): Promise<MeView> {
    const [members, user] = await this.database.system(
      async (tx) =>
        [
          await this.members.listOfUser(tx, ownerId),
          token === null ? await this.users.findById(tx, ownerId) : null,
        ] as const,
    );
    const workspaces = members
      .filter(({ workspaceId }) => token === null || token.workspaceId === workspaceId)
      .map(({ workspaceId, role }) => {
        const scopes = scopesOf(role).filter((scope) => token === null || token.scopes.includes(scope));
        return { workspaceId, role, scopes };
      });
    const [email, hasPassword] = [user?.email ?? null, user?.passwordHash != null];
    return { kind, id, name, ownerId, email, hasPassword, workspaces, csrfToken };
  }
}
