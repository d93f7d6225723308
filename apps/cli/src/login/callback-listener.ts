import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CliError, EXIT } from '../cli.errors.js';

const LOOPBACK = '127.0.0.1';
const HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
};

/** Where a browser of this machine brings the code to; nothing else can reach it, and nothing but our answer ends it. */
export class CallbackListener {
  private readonly server: Server = createServer((request, response) => this.answer(request, response));
  private settle: { readonly resolve: (code: string) => void; readonly reject: (error: Error) => void } | undefined;

  private constructor(private readonly state: string) {}

  static async start(state: string): Promise<CallbackListener> {
    const listener = new CallbackListener(state);
    await new Promise<void>((resolve, reject) => {
      listener.server.once('error', reject).listen(0, LOOPBACK, resolve);
    });
    return listener;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** @throws CliError when the person refuses, or nobody comes in time */
  async code(timeoutMs: number): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.settle = { resolve, reject };
        const late = new CliError('Nobody confirmed this in time. Begin again: countersign login');
        timer = setTimeout(() => reject(late), timeoutMs);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What is not the answer that is waited for changes nothing: pages may knock at any port. */
  private answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const end = (status: number, text: string): void => void response.writeHead(status, HEADERS).end(`${text}\n`);
    // Not every path is part of an address: `//` is none, and must not end this process.
    const [pathname, query = ''] = url.split('?', 2);
    const searchParams = new URLSearchParams(query);
    if (headers.host !== `${LOOPBACK}:${this.port}` || method !== 'GET' || pathname !== '/callback') {
      return end(404, 'There is nothing here.');
    }
    if (!isEqual(searchParams.get('state') ?? '', this.state)) return end(400, 'This is the answer to another login.');
    const code = searchParams.get('code');
    if (code) {
      end(200, 'Confirmed. Go back to the terminal; this page can be closed.');
      return this.settle?.resolve(code);
    }
    end(200, 'Not confirmed. This page can be closed.');
    this.settle?.reject(new CliError('The login was refused in the browser.', EXIT.refused));
  }
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
