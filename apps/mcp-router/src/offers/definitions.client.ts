import { Injectable } from '@nestjs/common';
import { listToolDefinitions, type ToolDefinition } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Offer } from '../gate/offered-tools.js';
import { DEFINITIONS_KEPT_BYTES_MAX } from '../limits.js';

/** Names of one request: what the contract takes. */
const NAMES_PER_REQUEST = 200;

/** Definitions by what they hash to, so that one that is kept can never be out of date. Only missing ones are asked for. */
@Injectable()
export class Definitions {
  private readonly byKey = new Map<string, ToolDefinition>();
  private bytes = 0;

  constructor(private readonly requests: RequestClient) {}

  /** Offers with their definitions. One that has moved on since is left out; the next listing has it. */
  async of(workspaceId: string, offers: readonly Offer[]): Promise<readonly [Offer, ToolDefinition][]> {
    const missing = offers.filter((offer) => !this.byKey.has(keyOf(offer)));
    const byIntegration = Map.groupBy(missing, ({ tool }) => tool.integrationId);
    await Promise.all([...byIntegration].map(([id, group]) => this.fetch(workspaceId, id, group)));
    return offers.flatMap((offer): [Offer, ToolDefinition][] => {
      const definition = this.byKey.get(keyOf(offer));
      return definition === undefined ? [] : [[offer, definition]];
    });
  }

  private async fetch(workspaceId: string, integrationId: string, offers: readonly Offer[]): Promise<void> {
    if (this.bytes > DEFINITIONS_KEPT_BYTES_MAX) this.forgetAll();
    for (let at = 0; at < offers.length; at += NAMES_PER_REQUEST) {
      const names = offers.slice(at, at + NAMES_PER_REQUEST).map(({ tool }) => tool.toolName);
      await this.fetchPages(workspaceId, integrationId, names);
    }
  }

  private async fetchPages(workspaceId: string, integrationId: string, names: string[]): Promise<void> {
    let cursor: string | null | undefined;
    do {
      const page = await this.requests.ask(listToolDefinitions, {
        workspaceId,
        integrationId,
        names,
        ...(cursor ? { cursor } : {}),
      });
      for (const definition of page.items) {
        this.keep(`${integrationId} ${definition.definitionHash} ${definition.name}`, definition);
      }
      cursor = page.nextCursor;
    } while (cursor);
  }

  private keep(key: string, definition: ToolDefinition): void {
    if (!this.byKey.has(key)) this.bytes += JSON.stringify(definition).length;
    this.byKey.set(key, definition);
  }

  private forgetAll(): void {
    this.byKey.clear();
    this.bytes = 0;
  }
}

function keyOf({ tool, definitionHash }: Offer): string {
  return `${tool.integrationId} ${definitionHash} ${tool.toolName}`;
}
