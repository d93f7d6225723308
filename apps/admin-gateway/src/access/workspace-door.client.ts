import { Injectable } from '@nestjs/common';
import { type Scope, SCOPES } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { scopesOf } from '../users/roles.js';
import { MemberRepository } from '../users/user.repository.js';
import { WorkspaceNotFoundError } from '../workspaces/workspace.errors.js';
import { DEFAULT_WORKSPACE_SLUG, WorkspaceRepository } from '../workspaces/workspace.repository.js';
import { type Identity, type Principal, toActor } from './principal.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Lets an identity into a workspace, with the scopes that it has there now. */
@Injectable()
export class WorkspaceDoor {
  constructor(
    private readonly database: Database,
    private readonly workspaces: WorkspaceRepository,
    private readonly members: MemberRepository,
  ) {}

  /** @throws WorkspaceNotFoundError for another's workspace as for one that is not there */
  async enter(identity: Identity, workspaceRef: string): Promise<Principal> {
    const workspaceId = await this.resolve(workspaceRef);
    if (workspaceId === null || (identity.token && identity.token.workspaceId !== workspaceId)) {
      throw new WorkspaceNotFoundError();
    }
    const member = await this.database.read(workspaceId, (tx) => this.members.find(tx, workspaceId, identity.ownerId));
    if (!member) throw new WorkspaceNotFoundError();
    const has = scopesOf(member.role);
    return { workspaceId, actor: toActor(identity), scopes: narrow(has, identity.token?.scopes) };
  }

  private async resolve(workspaceRef: string): Promise<string | null> {
    if (UUID.test(workspaceRef)) return workspaceRef.toLowerCase();
    if (workspaceRef !== DEFAULT_WORKSPACE_SLUG) return null;
    const workspace = await this.database.system((tx) => this.workspaces.findBySlug(tx, DEFAULT_WORKSPACE_SLUG));
    return workspace?.id ?? null;
  }
}

/** A token keeps what it was given, and never more than its owner has today. */
function narrow(owned: readonly Scope[], given: readonly string[] | undefined): ReadonlySet<Scope> {
  return new Set(SCOPES.filter((scope) => owned.includes(scope) && (given === undefined || given.includes(scope))));
}
