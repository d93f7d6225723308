import { isRecord } from '../protocol/rpc-message.js';

/** A prompt, a resource or a template, as its server lists it. */
export interface ListedItem {
  /** The raw name, or URI. */
  readonly key: string;
  /** Everything else that is shown. */
  readonly described: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, (value: unknown) => boolean>>;

/*
 * What of an item is shown, and when it is right. A field that is wrong is left out: strict clients give up a whole list for
 * one, and it is not this server's alone. Icons are never shown: a client would fetch them from wherever a server says.
 */
const BASE: Fields = { title: isText, description: isText, _meta: isRecord };
const PROMPT: Fields = { ...BASE, arguments: areArguments };
const RESOURCE: Fields = { ...BASE, name: isText, mimeType: isText, annotations: areAnnotations };

export function toPrompt(value: unknown): ListedItem | undefined {
  return toItem(value, 'name', PROMPT);
}

export function toResource(value: unknown): ListedItem | undefined {
  const item = toItem(value, 'uri', { ...RESOURCE, size: isCount });
  return item !== undefined && 'name' in item.described ? item : undefined;
}

export function toTemplate(value: unknown): ListedItem | undefined {
  const item = toItem(value, 'uriTemplate', RESOURCE);
  return item !== undefined && 'name' in item.described ? item : undefined;
}

function toItem(value: unknown, keyField: string, fields: Fields): ListedItem | undefined {
  if (!isRecord(value)) return undefined;
  const key = value[keyField];
  if (typeof key !== 'string') return undefined;
  const described = Object.entries(fields).flatMap(([name, isRight]) =>
    isRight(value[name]) ? [[name, value[name]] as const] : [],
  );
  return { key, described: Object.fromEntries(described) };
}

function areArguments(value: unknown): boolean {
  return Array.isArray(value) && value.every(isArgument);
}

function isArgument(value: unknown): boolean {
  if (!isRecord(value) || !isText(value['name'])) return false;
  const { title, description, required } = value;
  return isTextOrAbsent(title) && isTextOrAbsent(description) && ['boolean', 'undefined'].includes(typeof required);
}

function areAnnotations(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { audience = [], priority = 0, lastModified } = value;
  const isAudience = Array.isArray(audience) && audience.every((role) => role === 'user' || role === 'assistant');
  const isPriority = typeof priority === 'number' && priority >= 0 && priority <= 1;
  return isAudience && isPriority && isTextOrAbsent(lastModified);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
