export interface StartedNats {
  readonly url: string;
  readonly port: number;
  /** Ends the server and removes its store. */
  readonly stop: () => Promise<void>;
  /** Ends the server with SIGKILL and keeps its store. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and store, after `kill`. */
  readonly restart: () => Promise<void>;
}

export interface StartNatsOptions {
  /** The body of a nats-server.conf, in which `port` and `jetstream.store_dir` are set by the starter. */
  readonly config?: string;
}

export async function startNats(_options: StartNatsOptions = {}): Promise<StartedNats> {
  throw await Promise.resolve(new Error('startNats is being written'));
}
