import type { ValueTransformer } from 'typeorm';

/** The driver gives a bigint as text; revisions stay far below 2^53. */
export const revisionColumn: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: number | null) => value,
};

/** JSON in a text column: jsonb would refuse U+0000, which names may hold. */
export const jsonTextColumn: ValueTransformer = {
  from: (value: string | null): unknown => (value === null ? null : JSON.parse(value)),
  to: (value: unknown) => (value === null ? null : JSON.stringify(value)),
};
