/** A model is given at most this much of one result. */
export const RESULT_CHARACTERS_MAX = 1_048_576;

interface Block {
  readonly type?: unknown;
  readonly text?: unknown;
}

/** All blocks of a `CallToolResult`, in order: text as it is, everything else as JSON. */
export function toResultText(resultJson: string): string {
  const content = readContent(resultJson);
  const text = content === null ? resultJson : content.map(blockText).join('\n');
  // Providers refuse a whole conversation with half a character in it; cutting can make one.
  if (text.length <= RESULT_CHARACTERS_MAX) return text.toWellFormed();
  return `${text.slice(0, RESULT_CHARACTERS_MAX).toWellFormed()}\n[cut: the result has ${text.length} characters]`;
}

function readContent(resultJson: string): readonly Block[] | null {
  try {
    const { content } = JSON.parse(resultJson) as { content?: unknown };
    return Array.isArray(content) ? (content as Block[]) : null;
  } catch {
    // Not a result of the protocol; the model gets the text itself.
    return null;
  }
}

function blockText(block: Block): string {
  return block.type === 'text' && typeof block.text === 'string' ? block.text : JSON.stringify(block);
}
