import { isDeepStrictEqual } from 'node:util';
import { CliError, EXIT } from '../cli.errors.js';
import { PRECONDITION_FAILED, RefusedError } from '../problem-error.js';
import type { Manifest } from './manifest.js';
import type { Pending, Plan, PlanItem, PlanOptions, PlanPart } from './plan.js';
import { labelOf } from './print-plan.js';
import type { SecretSources } from './secret-template.js';

export interface ApplyInput {
  readonly manifest: Manifest;
  readonly plan: Plan;
  readonly options: PlanOptions;
  readonly secrets: SecretSources;
}

export interface Written {
  readonly notes: readonly string[];
  readonly pending: readonly Pending[];
  readonly secret?: string | null;
}

/** Somebody else was faster; a class of its own, because after it nothing more is written. */
export class ChangedMeanwhileError extends CliError {
  constructor(item: PlanItem, options?: ErrorOptions) {
    super(
      `${labelOf(item)} was changed by somebody else since the plan was made. Nothing of it was written.`,
      EXIT.conflict,
      options,
    );
  }
}

/** @throws ChangedMeanwhileError where what would be written is not any more what was shown */
export function assertSame(item: PlanItem, { items }: PlanPart): void {
  const again = items.find(({ kind }) => kind === item.kind);
  if (!isDeepStrictEqual(again, item)) throw new ChangedMeanwhileError(item);
}

/** What it was to change was changed by somebody else. */
export function isStale(error: unknown): boolean {
  return error instanceof RefusedError && error.status === PRECONDITION_FAILED;
}
