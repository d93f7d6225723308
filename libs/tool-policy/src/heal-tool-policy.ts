/**
 * | stored document                             | read as                                                           |
 * |---------------------------------------------|-------------------------------------------------------------------|
 * | `{"name":"a","description":"…"}` (oldest)   | tool `a`, every default; the description is discovery's and drops |
 * | `{"toolName":"a","enabled":false}`          | disabled, every other default                                     |
 * | `{"toolName":"a","colour":"red"}`           | every default, `colour` kept                                      |
 * | `{"toolName":"a","definitionHash":null}`    | no definition hash: at least `ask` until a discovery              |
 * | `{"toolName":"a","enabled":"yes"}` or null  | unreadable: denied, kept as it is                                 |
 */
import { isApprovalExpiry } from './approval-settings.js';
import type { DocumentProblem } from './document-reader.js';
import { DocumentReader, isBoolean, isOneOf, isRecord, kindOf, presentFields } from './document-reader.js';
import type { ApprovalPolicy, ToolPolicy } from './tool-policy.js';
import { REVIEWS, STATUSES, TOOL_POLICY_DEFAULTS } from './tool-policy.js';

/** `isHealed`: the document is not in its full form; the next discovery rewrites it. */
export type HealedToolPolicy =
  | { readonly ok: true; readonly policy: ToolPolicy; readonly isHealed: boolean }
  | { readonly ok: false; readonly problem: DocumentProblem };

const KNOWN_FIELDS: readonly string[] = [
  'toolName',
  'enabled',
  'requiresApproval',
  'status',
  'ordinal',
  'definitionHash',
  'acknowledgedHash',
  'review',
  'idempotent',
  'flags',
  'acknowledgedFlags',
  'approval',
] satisfies (keyof ToolPolicy)[];
const KNOWN_APPROVAL_FIELDS: readonly string[] = [
  'expiresInSeconds',
  'allowSelfApproval',
  'approverGroup',
] satisfies (keyof ApprovalPolicy)[];

const GROUP_NAME_LENGTH_MAX = 128;

/** The oldest shape: name and description, no `toolName`. */
const LEGACY_FIELDS: readonly string[] = ['name', 'description'];

/**
 * Reads one stored document of any age. Missing fields take the defaults, unknown fields are kept, a wrong type makes the
 * document unreadable. `position` (of the row in its list) stands in for a missing `ordinal`. Never throws.
 */
export function healToolPolicy(raw: unknown, position = 0): HealedToolPolicy {
  if (!isRecord(raw)) {
    return { ok: false, problem: { pointer: '', message: `is ${kindOf(raw)}, expected an object` } };
  }
  const isLegacy = !Object.hasOwn(raw, 'toolName');
  const reader = new DocumentReader(raw);
  const policy = readPolicy(reader, isLegacy, position);
  return reader.problem
    ? { ok: false, problem: reader.problem }
    : { ok: true, policy, isHealed: reader.isHealed || isLegacy };
}

function readPolicy(reader: DocumentReader, isLegacy: boolean, position: number): ToolPolicy {
  const unknown = reader.unknownFields(isLegacy ? [...KNOWN_FIELDS, ...LEGACY_FIELDS] : KNOWN_FIELDS);
  return {
    ...unknown,
    toolName: readName(reader, isLegacy ? 'name' : 'toolName'),
    enabled: reader.withDefault('enabled', isBoolean, 'true or false', TOOL_POLICY_DEFAULTS.enabled),
    requiresApproval: reader.withDefault(
      'requiresApproval',
      isBoolean,
      'true or false',
      TOOL_POLICY_DEFAULTS.requiresApproval,
    ),
    status: reader.withDefault('status', isOneOf(STATUSES), STATUSES.join(' or '), TOOL_POLICY_DEFAULTS.status),
    ordinal: reader.withDefault('ordinal', isOrdinal, 'a whole number from 0', position),
    review: reader.withDefault('review', isOneOf(REVIEWS), REVIEWS.join(' or '), TOOL_POLICY_DEFAULTS.review),
    idempotent: reader.withDefault('idempotent', isBoolean, 'true or false', TOOL_POLICY_DEFAULTS.idempotent),
    flags: reader.withDefault('flags', isStringList, 'a list of strings', []),
    acknowledgedFlags: reader.withDefault('acknowledgedFlags', isStringList, 'a list of strings', []),
    ...presentFields({
      definitionHash: reader.optional('definitionHash', isHash, 'a SHA-256 in lower-case hex'),
      acknowledgedHash: reader.optional('acknowledgedHash', isHash, 'a SHA-256 in lower-case hex'),
      approval: readApproval(reader),
    }),
  };
}

/** A row without a name cannot be matched to a tool, so the empty fallback never gets out: it is a problem. */
function readName(reader: DocumentReader, field: 'name' | 'toolName'): string {
  const name = reader.optional(field, isToolName, 'a well-formed, non-empty string');
  if (name === undefined) reader.problem ??= { pointer: `/${field}`, message: 'is missing' };
  return name ?? '';
}

function readApproval(reader: DocumentReader): ApprovalPolicy | undefined {
  const inner = reader.nested('approval');
  if (!inner) return undefined;
  const approval: ApprovalPolicy = {
    ...inner.unknownFields(KNOWN_APPROVAL_FIELDS),
    ...presentFields({
      expiresInSeconds: inner.optional('expiresInSeconds', isApprovalExpiry, 'whole seconds from 60 to 2592000'),
      allowSelfApproval: inner.optional('allowSelfApproval', isBoolean, 'true or false'),
      approverGroup: inner.optional('approverGroup', isGroupName, 'a non-empty string of at most 128 characters'),
    }),
  };
  reader.absorb(inner);
  return approval;
}

function isToolName(value: unknown): value is string {
  return isNonEmptyString(value) && value.isWellFormed();
}

/** No group can be called anything else, and what stores and tells it has no room for more. */
function isGroupName(value: unknown): value is string {
  return isNonEmptyString(value) && value.length <= GROUP_NAME_LENGTH_MAX && !value.includes('\0');
}

function isNonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isOrdinal(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
