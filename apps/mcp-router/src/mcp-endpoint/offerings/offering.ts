import { collidingToolNames, encodeExposedName, encodeResourceUri, InvalidToolNameError } from '@countersign/tool-name';
import type { Caller } from '../../callers/caller.js';
import type { OpenKind } from '../../gate/open-integrations.js';
import { toPrompt, toResource, toTemplate, type ListedItem } from './listed-item.js';

/** Something that servers list beside tools. */
export interface Offering {
  readonly method: 'prompts/list' | 'resources/list' | 'resources/templates/list';
  /** The switch of the integration's policy. */
  readonly kind: OpenKind;
  /** Of the result. */
  readonly field: 'prompts' | 'resources' | 'resourceTemplates';
  /** What tells the items of one server apart, and what a client names one by. */
  readonly key: 'name' | 'uri' | 'uriTemplate';
  /** @returns undefined for what no client could be given */
  readonly read: (value: unknown) => ListedItem | undefined;
}

export const PROMPTS: Offering = {
  method: 'prompts/list',
  kind: 'prompts',
  field: 'prompts',
  key: 'name',
  read: toPrompt,
};

export const RESOURCES: Offering = {
  method: 'resources/list',
  kind: 'resources',
  field: 'resources',
  key: 'uri',
  read: toResource,
};

export const RESOURCE_TEMPLATES: Offering = {
  method: 'resources/templates/list',
  kind: 'resources',
  field: 'resourceTemplates',
  key: 'uriTemplate',
  read: toTemplate,
};

export const OFFERINGS: readonly Offering[] = [PROMPTS, RESOURCES, RESOURCE_TEMPLATES];

/** An item as one caller sees it. */
export interface ExposedItem {
  /** The name, or the URI. */
  readonly key: string;
  readonly json: string;
}

/** What of one server's listing a caller is shown. Names that more than one prompt would have are withheld, all of them. */
export function exposeItems(
  { key, kind }: Offering,
  items: readonly ListedItem[],
  slug: string,
  { names }: Pick<Caller, 'names'>,
): ExposedItem[] {
  const usable = items.filter((item) => isExposable(kind, slug, item.key, names));
  const rawNames = kind === 'prompts' ? usable.map((item) => item.key) : [];
  const colliding = collidingToolNames(slug, rawNames, names);
  return usable.flatMap((item) => {
    const exposed = findExposedKey(kind, slug, item.key, names);
    if (exposed === undefined || colliding.has(item.key)) return [];
    return { key: exposed, json: JSON.stringify({ [key]: exposed, ...item.described }) };
  });
}

/** Whether a client can be given this name, or this URI, at all. */
export function isExposable(kind: OpenKind, slug: string, key: string, names: Caller['names']): boolean {
  return findExposedKey(kind, slug, key, names) !== undefined;
}

/** Undefined for a name or a URI that cannot be exposed: too long, empty, or no Unicode. */
function findExposedKey(kind: OpenKind, slug: string, key: string, names: Caller['names']): string | undefined {
  try {
    if (kind === 'resources') return encodeResourceUri(slug, key, names);
    return encodeExposedName({ integrationSlug: slug, toolName: key }, names);
  } catch (error) {
    if (error instanceof InvalidToolNameError) return undefined;
    throw error;
  }
}
