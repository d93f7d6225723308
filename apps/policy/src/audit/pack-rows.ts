import type { AuditedRow, PolicyAudited } from '@countersign/contracts';
import { EVENT_BYTES_MAX } from '@countersign/messaging';

/** What the envelope takes, with the longest of names: any row alone is shorter than what is left. */
const ENVELOPE_BYTES_MAX = 4_096;
export const PACKED_BYTES_MAX = EVENT_BYTES_MAX - ENVELOPE_BYTES_MAX;

/** As few events as the rows fit into, in their order: five hundred tools that a person changed are three or four. */
export function packRows(rows: readonly AuditedRow[], bytesMax = PACKED_BYTES_MAX): PolicyAudited[] {
  const packs: AuditedRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    // With the comma; what stands around `others` is in the envelope's share.
    const size = Buffer.byteLength(JSON.stringify(row)) + 1;
    bytes += size;
    const pack = packs.at(-1);
    if (pack !== undefined && bytes <= bytesMax) {
      pack.push(row);
    } else {
      packs.push([row]);
      bytes = size;
    }
  }
  return packs.flatMap(toAudited);
}

function toAudited([first, ...others]: readonly AuditedRow[]): PolicyAudited[] {
  if (first === undefined) return [];
  return [others.length === 0 ? first : { ...first, others }];
}
