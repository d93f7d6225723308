import { request } from 'node:http';

export interface Listener {
  readonly status: number;
  readonly type: string;
  readonly text: () => string;
  /** Of every message with an id, in order. */
  readonly ids: () => string[];
  /** The data of every message that `onmessage` would get. */
  readonly messages: () => Record<string, unknown>[];
  readonly isOver: () => boolean;
  readonly close: () => void;
}

export interface ListenAt {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads as an `EventSource` does. */
export function listen({ port, path, headers }: ListenAt): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const all = { accept: 'text/event-stream', ...headers };
    const sent = request({ host: '127.0.0.1', port, path, agent: false, headers: all }, (response) => {
      let text = '';
      let isOver = false;
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('error', () => (isOver = true)).once('close', () => (isOver = true));
      resolve({
        status: response.statusCode ?? 0,
        type: response.headers['content-type'] ?? '',
        text: () => text,
        ids: () => [...text.matchAll(/^id: (.+)$/gm)].map(([, id = '']) => id),
        messages: () => toMessages(text),
        isOver: () => isOver,
        close: () => sent.destroy(),
      });
    });
    sent.once('error', reject).end();
  });
}

function toMessages(text: string): Record<string, unknown>[] {
  return text
    .split('\n\n')
    .filter((block) => !block.startsWith('event:') && block.includes('data: '))
    .map((block) => JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}') as Record<string, unknown>);
}
