/**
 * Rule 3. What a provider takes stays; every other byte of the UTF-8 becomes `_xHH`; so does an underscore that would read
 * as the start of an escape, or of a digest ending at the very end.
 *
 * | tool name             | escaped                  |
 * |-----------------------|--------------------------|
 * | `getIssue`            | `getIssue`               |
 * | `issue.get`           | `issue_x2Eget`           |
 * | `issue__get`          | `issue__get`             |
 * | `issue_x2Eget`        | `issue_x5Fx2Eget`        |
 * | `a_x2e`               | `a_x2e`                  |
 * | `café`                | `caf_xC3_xA9`            |
 * | `a_habcdefgh22334455` | `a_x5Fhabcdefgh22334455` |
 */
const UNSAFE = /_(?=x[0-9A-F]{2}|h[a-z2-7]{16}$)|[^A-Za-z0-9_-]/gu;

/** One character as it stands in an escaped name: all bytes of one code point, or what needs no escape. */
const ESCAPED_CHARACTER = /_x[0-7C-F][0-9A-F](?:_x[89AB][0-9A-F])*|[^]/g;

const ESCAPES = /(?:_x[0-9A-F]{2})+/g;

export function escapeToolName(toolName: string): string {
  return toolName.replace(UNSAFE, escapeBytes);
}

/**
 * As many whole characters of an escaped name as fit into `room`. An escape never begins with a hex digit or an `x`, so
 * what follows the cut cannot turn what stands before it into something else.
 */
export function escapedBeginning(escaped: string, room: number): string {
  let end = 0;
  for (const [character] of escaped.matchAll(ESCAPED_CHARACTER)) {
    if (end + character.length > room) break;
    end += character.length;
  }
  return escaped.slice(0, end);
}

/**
 * Every run of escapes, read as UTF-8. It takes more than `escapeToolName` writes, and reads what is not UTF-8 as U+FFFD:
 * whoever calls it escapes the result again and compares.
 */
export function unescapeToolName(escaped: string): string {
  return escaped.replace(ESCAPES, (run) => Buffer.from(run.replaceAll('_x', ''), 'hex').toString());
}

function escapeBytes(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `_x${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
