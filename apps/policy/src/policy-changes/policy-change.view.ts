import type { Entitlements, PolicyChange } from '@countersign/contracts';
import { parseDocument } from '../tool-policies/parse-document.js';
import type { PolicyChangeRow } from './policy-change.repository.js';

/** No policy is a thousandth of this; a longer document is broken, and must not keep a copy from catching up. */
const DOCUMENT_LENGTH_MAX = 64 * 1_024;

/** A document that is not an object goes out as none, which copies deny; one that is goes out as it is stored. */
export function toPolicyChange(row: PolicyChangeRow): PolicyChange {
  const { revision, kind } = row;
  const policy = toObject(row.document);
  const integrationId = row.integrationId ?? '';
  switch (kind) {
    case 'entitlements':
      return {
        revision,
        kind,
        entitlements: { agent_approvals: policy?.['agent_approvals'] === true } satisfies Entitlements,
      };
    case 'integration':
      return { revision, kind, integrationId, policy, connectionRevision: row.connectionRevision ?? 0 };
    case 'tool':
      return { revision, kind, integrationId, toolName: row.toolName?.toString() ?? '', policy };
  }
}

function toObject(document: string | null): Record<string, unknown> | null {
  if (document === null || document.length > DOCUMENT_LENGTH_MAX) return null;
  const value = parseDocument(document);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : null;
}
