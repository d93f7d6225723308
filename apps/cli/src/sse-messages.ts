/** One message of a stream of server-sent events. */
export interface SseMessage {
  readonly id: string | null;
  /** `message` where the stream gives it no name. */
  readonly event: string;
  readonly data: string;
}

/** No message of ours is longer; what never ends its line is not read for ever. */
const MESSAGE_CHARACTERS_MAX = 4_000_000;

/** Messages of a stream as its text comes, in pieces of any length; see the HTML standard, "Server-sent events". */
export class SseMessages {
  private rest = '';

  /** The messages that this piece completes. Comments and fields of no interest are left out. */
  take(piece: string): SseMessage[] {
    const text = `${this.rest}${piece}`.replaceAll('\r\n', '\n');
    const blocks = text.split('\n\n');
    this.rest = blocks.pop() ?? '';
    if (this.rest.length > MESSAGE_CHARACTERS_MAX) throw new Error('a message of the stream never ends');
    return blocks.map(toMessage).filter(({ data }) => data !== '');
  }
}

function toMessage(block: string): SseMessage {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
  const all = (name: string): string[] => fields.filter(([, field]) => field === name).map(([, , value = '']) => value);
  return { id: all('id').at(-1) ?? null, event: all('event').at(-1) ?? 'message', data: all('data').join('\n') };
}
