import { type IntegrationView, listToolChanges, type ToolChange, verifyIntegration } from '@countersign/contracts';
import { type HandWrittenServer, legacyMcp } from '../../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../../fixtures/requests.fixture-spec.js';
import type { aSuite } from '../../fixtures/suite.fixture-spec.js';

interface Watched {
  readonly server: HandWrittenServer;
  readonly view: IntegrationView;
}

/** Registered servers that begin to offer something else, and what is told of it. */
export class DriftingServers {
  constructor(private readonly suite: ReturnType<typeof aSuite>) {}

  /** A registered server that offers these tools. */
  async offering(...tools: object[]): Promise<Watched> {
    const server = await this.suite.serve(legacyMcp(() => ({ tools })));
    return { server, view: await this.suite.register({ serverUrl: server.url }) };
  }

  async nowOffers({ server, view }: Watched, ...tools: object[]): Promise<IntegrationView> {
    server.behave(legacyMcp(() => ({ tools })));
    return this.suite.gateway.ask(verifyIntegration, requestOf(view));
  }

  async changesOf({ view }: Watched, toolName?: string): Promise<ToolChange[]> {
    const { workspaceId, id: integrationId } = view;
    const asked = { workspaceId, integrationId, ...(toolName && { toolName }) };
    return (await this.suite.gateway.ask(listToolChanges, asked)).items;
  }

  async lastEvent({ view }: Watched, count: number): Promise<Record<string, unknown>> {
    return (await this.suite.events(view.workspaceId, count)).at(-1)?.data ?? {};
  }
}

export function requestOf({ workspaceId, id: integrationId }: IntegrationView) {
  return { workspaceId, integrationId, actor: EDITOR };
}
