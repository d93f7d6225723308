/** What one result may cost a model; the whole of it stays in the ledger. */
export const MODEL_RESULT_BYTES_MAX = 1_024 * 1_024;

interface Result {
  readonly content?: readonly unknown[];
}

/**
 * A result as the model gets it. Whole blocks in their order for as long as they fit; what follows is replaced by one
 * block that says so. A result that fits is passed on as it is.
 */
export function limitResult(result: Result, bytes: number, callId: string, bytesMax = MODEL_RESULT_BYTES_MAX): object {
  if (bytes <= bytesMax) return result;
  const kept: unknown[] = [];
  let used = 0;
  for (const block of result.content ?? []) {
    used += Buffer.byteLength(JSON.stringify(block));
    if (used > bytesMax) break;
    kept.push(block);
  }
  const text = `The result has ${bytes} bytes, more than can be shown here. All of it is kept under call ${callId}.`;
  // Structured content has no parts that could be kept.
  const rest = Object.fromEntries(Object.entries(result).filter(([key]) => key !== 'structuredContent'));
  return { ...rest, content: [...kept, { type: 'text', text }] };
}
