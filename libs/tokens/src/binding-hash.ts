import { canonicalJson, type JsonObject, type JsonValue, sha256Hex } from '@countersign/canonical-json';
import { BindingMismatchError, InvalidBindingError, UnknownBindingVersionError } from './binding.errors.js';
import type { GrantClaims } from './grant-claims.js';

/** Everything that an approver sees of a call and that must still be so when it is sent. */
export interface BindingFields {
  readonly workspace: string;
  readonly callId: string;
  readonly integrationId: string;
  readonly connectionRevision: number;
  readonly toolName: string;
  readonly definitionHash: string;
  readonly arguments: JsonValue;
  /** The initiating principal. */
  readonly principal: string;
  /** Of the decision, in the one form `Date.toISOString()` writes: two spellings of a moment are two hashes. */
  readonly expiresAt: string;
}

export const BINDING_VERSION = 1;

/**
 * One entry per set of fields that was ever hashed. An entry is never changed: approvals of that version may be pending.
 * A new field is a new version, and the call's row says which one it was bound by.
 */
const FIELDS_OF_VERSION: ReadonlyMap<number, (fields: BindingFields) => JsonObject> = new Map([
  [
    1,
    (fields: BindingFields): JsonObject => ({
      v: 1,
      workspace: fields.workspace,
      callId: fields.callId,
      integrationId: fields.integrationId,
      connectionRevision: fields.connectionRevision,
      toolName: fields.toolName,
      definitionHash: fields.definitionHash,
      arguments: fields.arguments,
      principal: fields.principal,
      expiresAt: fields.expiresAt,
    }),
  ],
]);

/**
 * SHA-256 (64 lower-case hex characters) over the RFC 8785 JSON of the version's fields.
 * Throws UnknownBindingVersionError, and InvalidBindingError for a field that is missing or not in its one form.
 */
export function bindingHash(fields: BindingFields, version = BINDING_VERSION): string {
  const select = FIELDS_OF_VERSION.get(version);
  if (select === undefined) throw new UnknownBindingVersionError(version);
  assertComplete(fields);
  return sha256Hex(canonicalJson(select(fields)));
}

/**
 * Throws BindingMismatchError unless the grant is for exactly this call with exactly these arguments. `fields` are of the
 * row that is about to be sent; they must not come from the grant or its event.
 */
export function assertGrantBinds(grant: GrantClaims, fields: BindingFields): void {
  if (grant.workspace !== fields.workspace) throw new BindingMismatchError('workspace');
  if (grant.callId !== fields.callId) throw new BindingMismatchError('callId');
  if (bindingHash(fields, grant.bindingVersion) !== grant.bindingHash) throw new BindingMismatchError('bindingHash');
}

const TEXT_FIELDS = ['workspace', 'callId', 'integrationId', 'toolName', 'definitionHash', 'principal'] as const;

function assertComplete(fields: BindingFields): void {
  for (const name of TEXT_FIELDS) {
    if (typeof fields[name] !== 'string' || fields[name] === '') throw new InvalidBindingError(name);
  }
  if (!Number.isSafeInteger(fields.connectionRevision)) throw new InvalidBindingError('connectionRevision');
  if (fields.arguments === undefined) throw new InvalidBindingError('arguments');
  if (!isCanonicalTime(fields.expiresAt)) throw new InvalidBindingError('expiresAt');
}

function isCanonicalTime(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}
