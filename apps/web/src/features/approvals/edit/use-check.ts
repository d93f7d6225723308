import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { checkArguments } from './check-arguments.js';
import type { Problem } from './list-problems.js';

/** Nobody wants to be corrected in the middle of a word. */
const QUIET_MS = 250;

export interface Check {
  /** Of the newest text that was checked. */
  readonly problems: readonly Problem[];
  /** What is shown is about what is written. */
  readonly isCurrent: boolean;
  /** It cannot be told here what the tool's schema says of it. */
  readonly isUnknown: boolean;
}

export function useCheck(schema: object | null | undefined, value: object | null): Check {
  const text = JSON.stringify(value);
  const [settled] = useDebouncedValue(text, QUIET_MS);
  const { data } = useQuery({
    queryKey: ['check', schema, settled],
    enabled: Boolean(schema) && value !== null,
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => checkArguments(schema ?? {}, JSON.parse(settled), signal),
  });
  return {
    problems: value === null ? [] : (data ?? []),
    isCurrent: settled === text,
    isUnknown: !schema || data === null,
  };
}
