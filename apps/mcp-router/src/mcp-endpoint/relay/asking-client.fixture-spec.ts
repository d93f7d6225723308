import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

type Answer = { readonly action: 'accept'; readonly content: { readonly name: string } };

export interface AskingClientOptions {
  readonly url: string;
  readonly token: string;
  /** Where its answers and what it sets are sent to: another replica. */
  readonly answersTo?: string;
  /** Without it the client declares nothing. */
  readonly elicits?: boolean;
}

/** A real client with somebody before it who answers every question with `ada`. */
export interface AskingClient {
  readonly asked: object[];
  readonly logged: unknown[];
  readonly progress: number[];
  call(name: string): Promise<{ readonly isError: boolean; readonly text: string }>;
  setLevel(level: 'debug' | 'warning'): Promise<void>;
  close(): Promise<void>;
}

export type ConnectAskingClient = (options: AskingClientOptions) => Promise<AskingClient>;

const CAPABILITIES = { elicitation: { form: {} } };
const ANSWER: Answer = { action: 'accept', content: { name: 'ada' } };
const INFO = { name: 'test', version: '1' };

export const connectV1: ConnectAskingClient = async (options) => {
  const client = new LegacyClient(INFO, { capabilities: options.elicits === false ? {} : CAPABILITIES });
  const heard = { asked: [] as object[], logged: [] as unknown[], progress: [] as number[] };
  if (options.elicits !== false) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      heard.asked.push(params);
      return ANSWER;
    });
  }
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void heard.logged.push(params.data));
  await client.connect(new LegacyTransport(new URL(options.url), transportOptions(options)));
  return {
    ...heard,
    call: async (name) => {
      const onprogress = ({ progress }: { progress: number }) => void heard.progress.push(progress);
      return read(await client.callTool({ name, arguments: {} }, undefined, { onprogress }));
    },
    setLevel: async (level) => void (await client.setLoggingLevel(level)),
    close: () => client.close(),
  };
};

export const connectV2 =
  (mode: 'legacy' | { pin: string }): ConnectAskingClient =>
  async (options) => {
    const capabilities = options.elicits === false ? {} : CAPABILITIES;
    const client = new Client(INFO, { capabilities, versionNegotiation: { mode } });
    const heard = { asked: [] as object[], logged: [] as unknown[], progress: [] as number[] };
    if (options.elicits !== false) {
      client.setRequestHandler('elicitation/create', ({ params }) => {
        heard.asked.push(params);
        return ANSWER;
      });
    }
    client.setNotificationHandler('notifications/message', ({ params }) => void heard.logged.push(params.data));
    await client.connect(new StreamableHTTPClientTransport(new URL(options.url), transportOptions(options)));
    let meta = {};
    return {
      ...heard,
      call: async (name) => {
        const onprogress = ({ progress }: { progress: number }) => void heard.progress.push(progress);
        return read(await client.callTool({ name, arguments: {}, _meta: meta }, { onprogress }));
      },
      setLevel: async (level) => {
        if (mode === 'legacy') await client.setLoggingLevel(level);
        else meta = { 'io.modelcontextprotocol/logLevel': level };
      },
      close: () => client.close(),
    };
  };

export const ASKING_CLIENTS = [
  { client: 'the v1 SDK', clientEra: 'legacy', connect: connectV1 },
  { client: 'the v2 SDK as of 2025', clientEra: 'legacy', connect: connectV2('legacy') },
  { client: 'the v2 SDK', clientEra: 'modern', connect: connectV2({ pin: '2026-07-28' }) },
] as const;

function transportOptions({ token, url, answersTo = url }: AskingClientOptions) {
  const send = (input: string | URL, init?: RequestInit): Promise<Response> => {
    const body = typeof init?.body === 'string' ? init.body : '';
    const isElsewhere = !body.includes('"method"') || body.includes('logging/setLevel');
    return fetch(init?.method === 'POST' && isElsewhere ? answersTo : input, init);
  };
  return { requestInit: { headers: { authorization: `Bearer ${token}` } }, fetch: send };
}

function read(result: object): { isError: boolean; text: string } {
  const { content = [], isError = false } = result as { content?: { text?: string }[]; isError?: boolean };
  return { isError, text: content.map(({ text = '' }) => text).join('\n') };
}
