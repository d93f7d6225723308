import { Agent } from 'undici';

export interface RestAnswer {
  readonly bytes: number;
  readonly text: string;
}

/** As lean as a client of the admin API can be: what it costs is part of every time. Uncompressed, as scripts ask. */
export class RestClient {
  private readonly agent: Agent;

  constructor(
    private readonly apiUrl: string,
    connections: number,
  ) {
    this.agent = new Agent({ connections, pipelining: 1 });
  }

  /** @throws Error for everything but 200: a refusal is quick, and no figure */
  async get(path: string, token: string): Promise<RestAnswer> {
    const { origin, pathname } = new URL(this.apiUrl);
    const { statusCode, body } = await this.agent.request({
      ...{ origin, method: 'GET', path: `${pathname}/workspaces/default${path}` },
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`GET ${path} answered ${statusCode}: ${text.slice(0, 500)}`);
    return { bytes: Buffer.byteLength(text), text };
  }

  async close(): Promise<void> {
    await this.agent.close();
  }
}
