import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from '@countersign/testing';

/** Stands between the orchestrator and a model, and notes when the model was asked about what. */
export class ModelWitness {
  private readonly askedAtMs = new Map<string, number[]>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** `target`: the port of the model. `key` finds in a request what it is about. */
  static async start(target: number, key: RegExp): Promise<ModelWitness> {
    const port = await freePort();
    const server = createServer({ keepAliveTimeout: 65_000 });
    const witness = new ModelWitness(server, `http://127.0.0.1:${port}/v1`);
    server.on('request', (asked: IncomingMessage, answer: ServerResponse) => {
      witness.pass(asked, answer, target, key).catch((error: unknown) => answer.destroy(error as Error));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return witness;
  }

  /** Times since the epoch, in order. */
  askedAbout(key: string): readonly number[] {
    return this.askedAtMs.get(key) ?? [];
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse, port: number, key: RegExp): Promise<void> {
    const atMs = performance.timeOrigin + performance.now();
    const body = await text(asked);
    const [about] = key.exec(body) ?? [];
    if (about !== undefined) this.askedAtMs.set(about, [...this.askedAbout(about), atMs]);
    const { method, url, headers } = asked;
    const options = { host: '127.0.0.1', port, method, path: url, headers };
    const forward = request(options, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    forward.on('error', (error) => answer.destroy(error));
    forward.end(body);
  }
}
