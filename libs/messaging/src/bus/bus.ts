import { jetstream, type JetStreamClient } from '@nats-io/jetstream';
import { connect, type ConnectionOptions, type NatsConnection, type TlsOptions } from '@nats-io/transport-node';
import { inboxPrefixOf } from '../names.js';

export interface BusOptions {
  readonly servers: string | readonly string[];
  /** A service name or `bootstrap`; it also decides the inbox prefix. */
  readonly user: string;
  readonly password: string;
  /** What the server shows for the connection. */
  readonly name: string;
  readonly tls?: TlsOptions;
}

/** A server that vanished without closing the socket is noticed after two of these. */
const PING_INTERVAL_MS = 10_000;
const RECONNECT_WAIT_MS = 250;
const CONNECT_TIMEOUT_MS = 5_000;

/** One connection to NATS. It reconnects for ever; `isConnected()` says how it stands. */
export class Bus {
  readonly jetstream: JetStreamClient;
  private connected = true;

  constructor(readonly connection: NatsConnection) {
    this.jetstream = jetstream(connection);
    void this.watch();
  }

  isConnected(): boolean {
    return this.connected && !this.connection.isClosed();
  }

  /** Sends what is buffered, finishes subscriptions and closes. May be called twice. */
  async close(): Promise<void> {
    if (this.connection.isClosed()) return;
    if (this.isConnected() && !this.connection.isDraining()) await this.connection.drain();
    else await this.connection.close();
  }

  private async watch(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'disconnect') this.connected = false;
      if (status.type === 'reconnect') this.connected = true;
    }
    this.connected = false;
  }
}

/** Fails when the first connection fails: a service that cannot reach the bus should not look started. */
export async function connectBus(options: BusOptions): Promise<Bus> {
  return new Bus(await connect(connectionOptions(options)));
}

function connectionOptions(options: BusOptions): ConnectionOptions {
  return {
    servers: typeof options.servers === 'string' ? options.servers : [...options.servers],
    user: options.user,
    pass: options.password,
    name: options.name,
    inboxPrefix: inboxPrefixOf(options.user),
    timeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_INTERVAL_MS,
    maxPingOut: 2,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    // A restarting server may refuse a user until its configuration is read; giving up then would need a restart here too.
    ignoreAuthErrorAbort: true,
    ...(options.tls && { tls: options.tls }),
  };
}
