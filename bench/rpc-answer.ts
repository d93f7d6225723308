export interface ToolResult {
  readonly isError: boolean;
  /** The text blocks, one after another. */
  readonly text: string;
  readonly structuredContent: unknown;
}

interface RpcAnswer {
  readonly result?: {
    readonly content?: readonly { readonly text?: string }[];
    readonly isError?: boolean;
    readonly structuredContent?: unknown;
  };
  readonly error?: { readonly message?: string };
}

/** A tool's own error is a result. @throws Error for an error of the protocol */
export function toToolResult(message: string): ToolResult {
  const { result, error } = JSON.parse(message) as RpcAnswer;
  if (result === undefined) throw new Error(error?.message ?? message.slice(0, 500));
  return {
    isError: result.isError === true,
    text: (result.content ?? []).map((block) => block.text ?? '').join('\n'),
    structuredContent: result.structuredContent,
  };
}

/** Of an answer that is a stream of events: servers end it with the response, in one line of data. */
export function lastEvent(text: string): string {
  return /(?:^|\n)data: ?([^\n]*)\s*$/.exec(text)?.[1] ?? text;
}
