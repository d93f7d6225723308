const UNITS = ['bytes', 'KiB', 'MiB'] as const;
const STEP = 1_024;

/** "812 bytes", "1.5 MiB". */
export function describeBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(STEP)));
  const value = bytes / STEP ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power] ?? ''}`;
}
