const MILLISECONDS_HEX_DIGITS = 12;

/** No UUIDv7 made at that time, or later, is lower. */
export function lowestIdAt(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(MILLISECONDS_HEX_DIGITS, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
