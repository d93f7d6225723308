import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The messages of PostgreSQL's protocol that run something: a simple query, and the execution of a prepared one. */
const RUNNING = new Set(['Q'.charCodeAt(0), 'E'.charCodeAt(0)]);
const TYPE_AND_LENGTH = 5;

/** A relay in front of PostgreSQL that counts the statements which pass. */
export class StatementCounter {
  count = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly database: URL,
  ) {
    server.on('connection', (client) => this.relay(client));
  }

  static async start(databaseUrl: string): Promise<StatementCounter> {
    const server = createServer();
    const counter = new StatementCounter(server, new URL(databaseUrl));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return counter;
  }

  /** The same database, through here. */
  through(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private relay(client: Socket): void {
    const server = connect(Number(this.database.port), this.database.hostname);
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.sockets.delete(socket));
    }
    const read = this.reader();
    client.on('data', (bytes) => read(bytes));
    client.pipe(server).pipe(client);
  }

  /** What follows a message's type is its length. The first message has no type. */
  private reader(): (bytes: Buffer) => void {
    let rest = Buffer.alloc(0);
    let isFirst = true;
    return (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= TYPE_AND_LENGTH) {
        const length = isFirst ? rest.readUInt32BE(0) : 1 + rest.readUInt32BE(1);
        if (rest.length < length) return;
        if (!isFirst && RUNNING.has(rest[0] ?? 0)) this.count += 1;
        isFirst = false;
        rest = rest.subarray(length);
      }
    };
  }
}
