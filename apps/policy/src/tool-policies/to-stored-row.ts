import { readStoredRow, type StoredRow } from '@countersign/tool-policy';
import { parseDocument } from './parse-document.js';
import type { ToolPolicyEntity } from './tool-policy.entity.js';

export function toStoredRow(entity: Pick<ToolPolicyEntity, 'toolName' | 'ordinal' | 'document'>): StoredRow {
  const key = { toolName: entity.toolName.toString(), ordinal: entity.ordinal };
  return readStoredRow(parseDocument(entity.document), key);
}
