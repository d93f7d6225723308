import process from 'node:process';
import { poll } from './poll.ts';

interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** The inspector of a running Node, opened with SIGUSR1; see the Chrome DevTools Protocol. */
export class InspectorClient {
  private lastId = 0;
  private readonly waiting = new Map<number, (reply: Reply) => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      this.waiting.get(reply.id ?? 0)?.(reply);
    });
  }

  static async open(pid: number, port: number): Promise<InspectorClient> {
    process.kill(pid, 'SIGUSR1');
    const url = await poll('an inspector', () => findTarget(port), 50);
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error(`${url} does not answer`)), { once: true });
    });
    return new InspectorClient(socket);
  }

  async send<T>(method: string, params: object = {}): Promise<T> {
    this.lastId += 1;
    const id = this.lastId;
    const reply = await new Promise<Reply>((resolve) => {
      this.waiting.set(id, resolve);
      this.socket.send(JSON.stringify({ id, method, params }));
    });
    if (reply.error) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result as T;
  }

  close(): void {
    this.socket.close();
  }
}

async function findTarget(port: number): Promise<string | null> {
  try {
    const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    return (targets as { webSocketDebuggerUrl: string }[])[0]?.webSocketDebuggerUrl ?? null;
  } catch {
    // It does not listen yet.
    return null;
  }
}
