import { Controller, Get } from '@nestjs/common';
import { getIntegration, listUpstreamHealth, UpstreamHealthList } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { CircuitView } from './integration.dto.js';

const ONE_VIEW =
  'As the replica of the router that answers has seen it: each has a network of its own, and finds out for itself.';

/** Whether calls are sent to a server just now. It is the router that knows, so without it nothing else is missing. */
@Controller('api/v1/workspaces/:workspaceId/mcp-integrations')
export class CircuitsController {
  constructor(private readonly requests: RequestClient) {}

  @Get('circuits')
  @RequiresScope('integration:read')
  @Answers(UpstreamHealthList)
  @Explained(`The servers that were not there, or broken, when a call was last sent to them. ${ONE_VIEW}`)
  list(@CurrentPrincipal() { workspaceId }: Principal): Promise<UpstreamHealthList> {
    return this.requests.ask(listUpstreamHealth, { workspaceId });
  }

  @Get(':integrationId/circuit')
  @RequiresScope('integration:read')
  @Answers(CircuitView)
  @Explained(`Whether calls are sent to this server, and if not, why and until when. ${ONE_VIEW}`)
  async get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
  ): Promise<CircuitView> {
    const [{ items }] = await Promise.all([
      this.requests.ask(listUpstreamHealth, { workspaceId }),
      this.requests.ask(getIntegration, { workspaceId, integrationId }),
    ]);
    return items.find((item) => item.integrationId === integrationId) ?? { ...WELL, integrationId };
  }
}

const WELL = { state: 'closed', failures: 0, reason: null, retryAt: null } as const;
