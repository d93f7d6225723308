/** A stored document as JSON; text that is not JSON stays text, which no reader takes for a policy. */
export function parseDocument(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return document;
  }
}
