import type { components } from '@countersign/api-client';
import { replaceEqualDeep } from '@tanstack/react-query';

export type ApprovalState = components['schemas']['ApprovalView']['state'];
export type Decision = components['schemas']['OneDecision']['decision'];
export type Arguments = components['schemas']['JsonObject'];
export type Difference = components['schemas']['DefinitionDifference'];

/** What the server said of the tool when it was asked for. */
export interface ApprovalTool {
  readonly title: string | null;
  readonly description: string | null;
  readonly annotations: Readonly<Record<string, unknown>> | null;
}

export interface ApprovalToolDetails extends ApprovalTool {
  readonly inputSchema: Readonly<Record<string, unknown>> | null;
  readonly differences: readonly Difference[];
  readonly truncated: boolean;
  readonly hasMoved: boolean;
}

/** As a list has it. */
export type ApprovalView = Omit<components['schemas']['ApprovalView'], 'tool'> & {
  readonly tool?: ApprovalTool | null;
  /** Canonical JSON, cut where `argumentsBytes` says that there is more. */
  readonly argumentsStart?: string | null;
  readonly argumentsBytes?: number | null;
  readonly clientGoneAt?: string | null;
};

export type ApprovalDetails = Omit<components['schemas']['ApprovalDetailsView'], 'tool' | 'toolDetails'> & {
  readonly toolDetails?: ApprovalToolDetails | null;
};

export const APPROVAL_STATES: readonly ApprovalState[] = [
  'pending',
  'approved',
  'denied',
  'expired',
  'invalidated',
  'cancelled',
];

/** Whichever of two readings of one approval is further on: what is over never becomes pending again. */
export function isFurtherOn(one: Pick<ApprovalView, 'state'>, other: Pick<ApprovalView, 'state'>): boolean {
  return one.state !== 'pending' && other.state === 'pending';
}

/** For `structuralSharing`: an answer that was on its way during a decision must not undo it on the screen. */
export function furtherOn(known: unknown, arrived: unknown): unknown {
  const isBehind = known !== undefined && isFurtherOn(known as ApprovalView, arrived as ApprovalView);
  return isBehind ? known : replaceEqualDeep(known, arrived);
}

/** All of the arguments, or undefined where only their beginning is known. */
export function wholeArguments(listed: ApprovalView, details: ApprovalDetails | undefined): string | undefined {
  if (details) return details.arguments;
  const { argumentsStart: start, argumentsBytes: bytes } = listed;
  if (typeof start !== 'string' || typeof bytes !== 'number') return undefined;
  return new TextEncoder().encode(start).length === bytes ? start : undefined;
}
