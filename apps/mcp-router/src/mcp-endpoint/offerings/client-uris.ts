import { encodeResourceUri, InvalidToolNameError } from '@countersign/tool-name';
import type { Caller } from '../../callers/caller.js';
import { isRecord } from '../protocol/rpc-message.js';

/** What a client calls a resource of one server. */
export type ToClientUri = (uri: string) => string;

type Value = Readonly<Record<string, unknown>>;

/** A URI that cannot be exposed stays as it is: nobody can be asked for it, and it is not worth the rest of an answer. */
export function clientUrisOf(slug: string, { names }: Pick<Caller, 'names'>): ToClientUri {
  return (uri) => {
    try {
      return encodeResourceUri(slug, uri, names);
    } catch (error) {
      if (error instanceof InvalidToolNameError) return uri;
      throw error;
    }
  };
}

/** Of `resources/read`, and of a block that embeds a resource: `{uri, text | blob, …}`. */
export function withClientUri(contents: unknown, toClientUri: ToClientUri): unknown {
  if (!isRecord(contents) || typeof contents['uri'] !== 'string') return contents;
  return { ...contents, uri: toClientUri(contents['uri']) };
}

/** The messages of a prompt, with the resources that they link to or embed under the names that this client can ask for. */
export function withClientUris(messages: readonly Value[], toClientUri: ToClientUri): readonly Value[] {
  return messages.map((message) => {
    const { content } = message;
    const blocks = Array.isArray(content)
      ? content.map((block: unknown) => blockWithClientUri(block, toClientUri))
      : blockWithClientUri(content, toClientUri);
    return { ...message, content: blocks };
  });
}

function blockWithClientUri(block: unknown, toClientUri: ToClientUri): unknown {
  if (!isRecord(block)) return block;
  if (block['type'] === 'resource_link') return withClientUri(block, toClientUri);
  if (block['type'] !== 'resource') return block;
  return { ...block, resource: withClientUri(block['resource'], toClientUri) };
}
