import { setImmediate } from 'node:timers/promises';
import { InvalidInputError } from '@countersign/contracts';
import type { Egress } from '@countersign/egress';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { DiscoveredServer, ProtocolVerdict } from './discovered-server.js';
import { DISCOVERY_PACE, DiscoveryBudget, type DiscoveryPace } from './discovery-budget.client.js';
import { DiscoveryError } from './discovery.errors.js';
import { DISCOVERY_BOUNDS } from './discovery-limits.js';
import { DiscoverySlots } from './discovery-slots.host.js';
import { knownWay, NEGOTIATED, SSE, type Way } from './known-way.js';
import { McpConnection } from './mcp-connection.client.js';
import { type ReadTool, readTool } from './read-tool.js';
import { toToolListing } from './read-tool-listing.js';
import type { ServerAddress } from './server-address.js';
import { toDiscoveryError } from './to-discovery-error.js';

export type { ServerAddress } from './server-address.js';

/** As the contract of an upstream has it; what parsing adds to a URL counts too. */
const URL_LENGTH_MAX = 2_048;

/** Definitions of 128 KiB take milliseconds each. */
const READ_AT_ONCE_MAX = 50;

/** How a server that knows nothing but HTTP+SSE answers a POST, by the specification's words on backwards compatibility. */
const OLD_SERVER_STATUSES: readonly (number | undefined)[] = [400, 404, 405];

interface Opened {
  readonly connection: McpConnection;
  readonly verdict: ProtocolVerdict;
}

/** Asks remote MCP servers what they are and offer: Streamable HTTP in both eras of the protocol, and HTTP+SSE. */
export class McpServerClient implements OnApplicationShutdown {
  private readonly slots = new DiscoverySlots(DISCOVERY_BOUNDS);

  constructor(
    private readonly egress: Egress,
    private readonly pace: DiscoveryPace = DISCOVERY_PACE,
  ) {}

  /**
   * The URL as it will be used.
   *
   * @throws EgressRefusedError, InvalidInputError, DiscoveryError when its name has no address
   */
  async checkUrl(serverUrl: string): Promise<string> {
    const url = await this.egress.assertUrlAllowed(serverUrl).catch((error: unknown) => {
      throw toDiscoveryError(error, 'connect');
    });
    url.hash = '';
    if (url.href.length <= URL_LENGTH_MAX) return url.href;
    const message = `serverUrl must be at most ${URL_LENGTH_MAX} characters long`;
    throw new InvalidInputError([{ pointer: '/serverUrl', code: 'max_length', message }]);
  }

  /** @throws DiscoveryError, EgressRefusedError; DiscoveryBusyError: it was not asked */
  async discover(address: ServerAddress): Promise<DiscoveredServer> {
    return this.slots.run(address.workspaceId, () => this.discoverInSlot(address));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.egress.close();
  }

  private async discoverInSlot(address: ServerAddress): Promise<DiscoveredServer> {
    const budget = new DiscoveryBudget(this.pace);
    try {
      return await this.discoverWithin(budget, address);
    } finally {
      budget.end();
    }
  }

  /** What broke in the middle of an answer begins anew; requests that got none are repeated where they are sent. */
  private async discoverWithin(budget: DiscoveryBudget, address: ServerAddress): Promise<DiscoveredServer> {
    try {
      const { connection, verdict } = await this.connect(budget, address);
      const { entries, hints } = await connection.listTools().finally(() => connection.close());
      return { ...verdict, hints, ...toToolListing(await readTools(entries)) };
    } catch (error) {
      if (!(await budget.waitAfter(error))) throw error;
    }
    return this.discoverWithin(budget, address);
  }

  private async connect(budget: DiscoveryBudget, address: ServerAddress): Promise<Opened> {
    const known = knownWay(address.transport, address.prior);
    if (known === null) return this.negotiate(budget, address);
    try {
      return await open(this.connection(budget, address, known));
    } catch (error) {
      if (!isNotMcp(error)) throw error;
    }
    return this.negotiate(budget, address);
  }

  private async negotiate(budget: DiscoveryBudget, address: ServerAddress): Promise<Opened> {
    if (address.transport === 'sse') return open(this.connection(budget, address, SSE));
    const connection = this.connection(budget, address, NEGOTIATED);
    try {
      return await open(connection);
    } catch (error) {
      const isOld = OLD_SERVER_STATUSES.includes(connection.initializeStatus);
      if (address.transport !== 'auto' || !isNotMcp(error) || !isOld) throw error;
      return await open(this.connection(budget, address, SSE)).catch((second: unknown) => {
        // It is neither: the answer to the question that was asked first tells more.
        throw isNotMcp(second) ? error : second;
      });
    }
  }

  private connection(budget: DiscoveryBudget, address: ServerAddress, way: Way): McpConnection {
    return new McpConnection(this.egress, budget, address, way);
  }
}

async function open(connection: McpConnection): Promise<Opened> {
  return { connection, verdict: await connection.open() };
}

function isNotMcp(error: unknown): boolean {
  return error instanceof DiscoveryError && error.code === 'discovery.not_mcp';
}

/** Definitions are hashed one by one, and there may be 64 MiB of them: heartbeats and leases get their turn in between. */
async function readTools(entries: readonly unknown[]): Promise<ReadTool[]> {
  const read: ReadTool[] = [];
  for (const entry of entries) {
    read.push(readTool(entry));
    if (read.length % READ_AT_ONCE_MAX === 0) await setImmediate();
  }
  return read;
}
