import type { Schemas } from '@countersign/api-client';
import { assertNever } from '@countersign/contracts';
import pc from 'picocolors';
import { safeLine } from '../print.js';

/** A line of a diff; the pointer first, so that it is read as a path. */
export function describeDifference({ pointer, operation, before, after }: Schemas['DefinitionDifference']): string {
  const place = safeLine(pointer);
  const [old, now] = [safeLine(before ?? ''), safeLine(after ?? '')];
  switch (operation) {
    case 'added':
      return pc.green(`+ ${place}  ${now}`);
    case 'removed':
      return pc.red(`- ${place}  ${old}`);
    case 'changed':
      return `~ ${place}  ${pc.red(old)} → ${pc.green(now)}`;
    default:
      return assertNever(operation);
  }
}

/** All of a diff, indented. */
export function describeDifferences(
  differences: readonly Schemas['DefinitionDifference'][],
  isTruncated: boolean,
): string[] {
  const lines = differences.map((difference) => `  ${describeDifference(difference)}`);
  return isTruncated ? [...lines, '  … and more'] : lines;
}
