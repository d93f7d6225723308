/**
 * | era    | revisions                                      | who says so                                              |
 * |--------|------------------------------------------------|----------------------------------------------------------|
 * | modern | 2026-07-28                                     | every request, in `_meta` and in a header                |
 * | legacy | 2024-10-07 … 2025-11-25                        | `initialize` once, then a header; nothing at all is fine |
 */
export type Era = 'legacy' | 'modern';

export const MODERN_VERSION = '2026-07-28';

/** The newest first: what a client is offered that asks for one that nobody knows. */
export const LEGACY_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'] as const;

/** Revisions are dates, so their order is that of their texts. */
export function isModernVersion(version: string): boolean {
  return version >= MODERN_VERSION;
}

export function isLegacyVersion(version: string): boolean {
  return (LEGACY_VERSIONS as readonly string[]).includes(version);
}

/** What is spoken after `initialize`: what the client asked for, or the newest that it may know. */
export function negotiateVersion(requested: unknown): string {
  return typeof requested === 'string' && isLegacyVersion(requested) ? requested : LEGACY_VERSIONS[0];
}
