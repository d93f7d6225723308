import { ICONS_MAX, type ToolIcon } from '@countersign/contracts';
import { ICON_TYPE_LENGTH_MAX, ICON_URL_LENGTH_MAX } from './discovery-limits.js';

/**
 * The icons of a tool that can be kept: addresses on the web, in the order of the server. Everything else is left out
 * without a word, `data:` pictures too, for they would be most of a definition. Nothing is fetched, here or later.
 */
export function readIcons(value: unknown): ToolIcon[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, ICONS_MAX)
    .map(readIcon)
    .filter((icon) => icon !== null);
}

function readIcon(value: unknown): ToolIcon | null {
  const { src, mimeType } = (value ?? {}) as { readonly src?: unknown; readonly mimeType?: unknown };
  if (typeof src !== 'string' || src.length > ICON_URL_LENGTH_MAX || !isWebAddress(src)) return null;
  const isNamed = typeof mimeType === 'string' && mimeType.length <= ICON_TYPE_LENGTH_MAX && mimeType.isWellFormed();
  return isNamed ? { src, mimeType } : { src };
}

function isWebAddress(text: string): boolean {
  return text.isWellFormed() && ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '');
}
