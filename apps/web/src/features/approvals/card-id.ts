const PREFIX = 'approval-';

/** Where an approval's card is in the document. */
export function cardIdOf(approvalId: string): string {
  return `${PREFIX}${approvalId}`;
}

/** Null for whatever else has an id. */
export function approvalIdOf(elementId: string): string | null {
  return elementId.startsWith(PREFIX) ? elementId.slice(PREFIX.length) : null;
}
