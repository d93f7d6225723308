import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@countersign/contracts';
import { newId } from '@countersign/database';
import type { CataloguedIntegration } from '../../copies/catalogue-copy.js';
import { UpstreamRequests } from '../../dispatch/upstream-requests.client.js';
import { LISTING_FRESH_MS, LISTING_MS_MAX, LISTING_PAGES_MAX } from '../../limits.js';
import { UpstreamResolver } from '../../upstream/resolve-upstream.client.js';
import { NotConnectedError } from '../../upstream/upstream.errors.js';
import type { RequestOutcome } from '../../upstream/upstream-outcome.js';
import { RPC } from '../protocol/rpc.errors.js';
import { KeptListings } from './kept-listings.js';
import type { ListedItem } from './listed-item.js';
import { ListingBuilder, type Listing } from './listing.js';
import type { Offering } from './offering.js';

/** Which server is asked for what. */
interface Question {
  readonly workspaceId: string;
  readonly integration: Pick<CataloguedIntegration, 'id' | 'slug' | 'connectionRevision'>;
  readonly offering: Offering;
}

interface Asking {
  readonly startedAtMs: number;
  readonly items: Promise<readonly ListedItem[]>;
}

const NOTHING: readonly ListedItem[] = [];

/**
 * The prompts, resources and templates of one server. Nobody discovers those, so the server itself is asked, once for all
 * who want to know, and what it said is kept for a moment, for its connection and credentials. A server that fails or is slow
 * costs its own items.
 */
@Injectable()
export class ServerListings {
  private readonly logger = new Logger(ServerListings.name);
  private readonly kept = new KeptListings();
  private readonly asking = new Map<string, Asking>();

  constructor(
    private readonly requests: UpstreamRequests,
    private readonly resolver: UpstreamResolver,
  ) {}

  /** Never throws. Without what is not there in time: that is kept for whoever asks next. */
  async of(question: Question): Promise<readonly ListedItem[]> {
    const { items, startedAtMs } = this.asking.get(keyOf(question)) ?? this.begin(question);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<readonly ListedItem[]>((resolve) => {
      timer = setTimeout(() => resolve(NOTHING), startedAtMs + LISTING_MS_MAX - performance.now());
    });
    return Promise.race([items, tooLate]).finally(() => clearTimeout(timer));
  }

  private begin(question: Question): Asking {
    const key = keyOf(question);
    const startedAtMs = performance.now();
    const items = this.list(question)
      .catch((error: unknown) => this.explain(question, error))
      .finally(() => this.asking.delete(key));
    const asking = { items, startedAtMs };
    this.asking.set(key, asking);
    return asking;
  }

  private async list(question: Question): Promise<readonly ListedItem[]> {
    const { credentialVersion } = await this.resolver.resolve(wantedOf(question));
    const key = `${keyOf(question)} ${credentialVersion}`;
    const known = this.kept.find(key, performance.now());
    if (known !== undefined) return known.items;
    const listing = await this.ask(question);
    this.kept.keep(key, listing, performance.now() + LISTING_FRESH_MS);
    return listing.items;
  }

  /** As far as the server goes along: what it has said before it failed is not less true. */
  private async ask(question: Question): Promise<Listing> {
    const { method, field, read } = question.offering;
    const builder = new ListingBuilder(read);
    let cursor: unknown;
    for (let page = 0; page < LISTING_PAGES_MAX && !builder.isFull; page += 1) {
      const paramsText = JSON.stringify(cursor === undefined ? {} : { cursor });
      const outcome = await this.requests.ask(wantedOf(question), { id: newId(), method, paramsText });
      if (outcome.kind !== 'result') {
        if (!isWithout(outcome)) this.tell(question, outcome.kind === 'input_required' ? outcome.kind : outcome.reason);
        break;
      }
      builder.add(outcome.result[field]);
      const { nextCursor } = outcome.result;
      if (typeof nextCursor !== 'string' || nextCursor === cursor) break;
      cursor = nextCursor;
    }
    return builder.build();
  }

  private explain(question: Question, error: unknown): readonly ListedItem[] {
    const { integration, offering } = question;
    if (error instanceof DomainError || error instanceof NotConnectedError) this.tell(question, error.message);
    else
      this.logger.error({ err: error, integration: integration.id, method: offering.method }, 'a listing broke down');
    return NOTHING;
  }

  private tell({ integration, offering }: Question, reason: string): void {
    const { id, slug } = integration;
    this.logger.warn({ integration: id, slug, method: offering.method, reason }, 'a server did not say what it has');
  }
}

/** Most servers have tools and nothing else: that is an empty list, and nothing to be told of. */
function isWithout(outcome: RequestOutcome): boolean {
  return outcome.kind === 'failed' && outcome.error?.code === RPC.methodNotFound;
}

function wantedOf({ workspaceId, integration: { id, connectionRevision } }: Question) {
  return { workspaceId, integrationId: id, connectionRevision };
}

function keyOf({ workspaceId, integration: { id, connectionRevision }, offering }: Question): string {
  return `${workspaceId} ${id} ${connectionRevision} ${offering.method}`;
}
