import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  discoveryCompleted,
  identityChanged,
  integrationRegistered,
  integrationRemoved,
  integrationUpdated,
  listCatalogueChanges,
  listIdentityChanges,
  listPolicyChanges,
  toolPoliciesChanged,
  type CatalogueChange,
  type ChangesRequest,
  type EventContract,
  type IdentityChange,
  type PolicyChange,
  type RequestContract,
  type ServiceName,
} from '@countersign/contracts';
import { Bus, ReplicaFollower, RequestClient, type ChangePage } from '@countersign/messaging';
import { ReadinessRegistry } from '@countersign/service';
import { RouterBehindError } from '../calls/call.errors.js';
import { CATCH_UP_MS, START_CATCH_UP_MS } from '../limits.js';
import { Copies } from './copies.js';
import { isFitForWork } from './is-fit-for-work.js';
import type { IdentityCopy } from './identity-copy.js';
import type { PolicyCopy } from './policy-copy.js';

/** How often a waiting dispatch looks whether the copy has caught up. */
const CATCH_UP_POLL_MS = 20;

type Follower = Pick<ReplicaFollower<unknown>, 'start' | 'stop' | 'isBehindFor' | 'standing'>;

interface Followed<C> {
  readonly owner: ServiceName;
  readonly hints: readonly EventContract<object>[];
  readonly changes: RequestContract<ChangesRequest, ChangePage<C> & object>;
  readonly apply: (workspaceId: string, changes: readonly C[]) => void;
}

/** Keeps the three copies that every verdict is made from, and knows when they must not be used. */
@Injectable()
export class CopiesHost implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly followers: ReadonlyMap<string, Follower>;
  private readonly catalogueFollower: ReplicaFollower<CatalogueChange>;
  private readonly policyFollower: ReplicaFollower<PolicyChange>;
  private isStopping = false;

  constructor(
    private readonly bus: Bus,
    private readonly requests: RequestClient,
    private readonly readiness: ReadinessRegistry,
    private readonly copies: Copies,
  ) {
    this.catalogueFollower = this.follow<CatalogueChange>({
      owner: 'integration-registry',
      hints: [integrationRegistered, integrationUpdated, integrationRemoved, discoveryCompleted],
      changes: listCatalogueChanges,
      apply: (workspaceId, changes) => copies.catalogue.apply(workspaceId, changes),
    });
    this.policyFollower = this.followPolicy(copies.policy);
    this.followers = new Map<string, Follower>([
      ['catalogue', this.catalogueFollower],
      ['policy', this.policyFollower],
      ['identity', this.followIdentity(copies.identity)],
    ]);
  }

  onApplicationBootstrap(): void {
    const startedAt = performance.now();
    for (const [name, follower] of this.followers) {
      this.readiness.register(name, () => {
        const isStarting = performance.now() - startedAt < START_CATCH_UP_MS;
        return isFitForWork(follower.standing(), isStarting) || `the copy of the ${name} is behind`;
      });
      follower.start();
    }
  }

  /** A process that is ending begins nothing new: what it began now, it could not end. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await Promise.all([...this.followers.values()].map((follower) => follower.stop()));
  }

  /** @throws RouterBehindError: nothing is allowed on stale rules. Another workspace's do not matter. */
  assertCurrent(workspaceId: string): void {
    const behind = this.behind(workspaceId);
    if (behind.length > 0) throw new RouterBehindError(behind);
  }

  isCurrent(workspaceId: string): boolean {
    return this.behind(workspaceId).length === 0;
  }

  /** Every copy holds everything that its owner has told of. */
  areAllCurrent(): boolean {
    return (
      !this.isStopping && [...this.followers.values()].every((follower) => isFitForWork(follower.standing(), true))
    );
  }

  /** How far the copies of one workspace are. */
  revisionsOf(workspaceId: string): { readonly catalogue: number; readonly policy: number } {
    return {
      catalogue: this.catalogueFollower.revisionOf(workspaceId),
      policy: this.policyFollower.revisionOf(workspaceId),
    };
  }

  /** Waits until everything that the registry has committed by now is in the copy. */
  async catchUpWithCatalogue(workspaceId: string): Promise<void> {
    const sinceRevision = this.catalogueFollower.revisionOf(workspaceId);
    const { revision } = await this.requests.ask(listCatalogueChanges, { workspaceId, sinceRevision });
    const deadline = performance.now() + CATCH_UP_MS;
    while (this.catalogueFollower.revisionOf(workspaceId) < revision) {
      if (performance.now() > deadline) throw new RouterBehindError(['catalogue']);
      await new Promise((resolve) => setTimeout(resolve, CATCH_UP_POLL_MS));
    }
  }

  private behind(workspaceId: string): string[] {
    if (this.isStopping) return ['shutdown'];
    return [...this.followers].filter(([, follower]) => follower.isBehindFor(workspaceId)).map(([name]) => name);
  }

  private followPolicy(copy: PolicyCopy): ReplicaFollower<PolicyChange> {
    return this.follow<PolicyChange>({
      owner: 'policy',
      hints: [toolPoliciesChanged],
      changes: listPolicyChanges,
      apply: (workspaceId, changes) => copy.apply(workspaceId, changes),
    });
  }

  private followIdentity(copy: IdentityCopy): ReplicaFollower<IdentityChange> {
    return this.follow<IdentityChange>({
      owner: 'admin-gateway',
      hints: [identityChanged],
      changes: listIdentityChanges,
      apply: (workspaceId, changes) => copy.apply(workspaceId, changes),
    });
  }

  private follow<C>({ owner, hints, changes, apply }: Followed<C>): ReplicaFollower<C> {
    return new ReplicaFollower<C>({
      bus: this.bus,
      ownerService: owner,
      eventSubjects: hints.map(({ subject }) => subject),
      fetchChanges: (workspaceId, sinceRevision, cursor) =>
        this.requests.ask(changes, { workspaceId, sinceRevision, ...(cursor === undefined ? {} : { cursor }) }),
      apply: (workspaceId, _revision, applied) => {
        apply(workspaceId, applied);
        this.copies.changes.changed(workspaceId);
      },
    });
  }
}
