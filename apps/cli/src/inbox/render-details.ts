import type { Schemas } from '@countersign/api-client';
import { assertNever } from '@countersign/contracts';
import { pretty } from '../commands/print-approval.js';
import {
  describeAskReason,
  describeHints,
  describeOutcome,
  describeTimeLeft,
  isDestructive,
} from './describe-request.js';
import type { Edit, Entry } from './inbox-state.js';
import { fold, type Line, span, type Style } from './spans.js';

const LABEL_WIDTH = 12;
const INDENT = '  ';

/** All of a request: what it would do, why it asks, and how long it waits. */
export function renderDetails(entry: Entry, nowMs: number, columns: number): Line[] {
  const { approval, details } = entry;
  const tool = details?.toolDetails ?? approval.tool;
  const field = (label: string, value: string | null | undefined, style: Style | null = null): Line[] =>
    value ? labelled(label, value, columns, style) : [];
  const end = approval.state === 'pending';
  return [
    ...field('Tool', `${approval.integrationSlug} ${approval.toolName}`, 'bold'),
    ...field('Called as', approval.exposedName),
    ...field('Title', tool?.title),
    ...field('Description', tool?.description),
    ...field('Hints', describeHints(entry), isDestructive(entry) ? 'red' : null),
    ...field('Asked by', `${approval.principal.name} (${approval.principal.kind})`),
    ...field('Why it asks', describeAskReason(approval.askReason)),
    ...field('Only', approval.approverGroup && `the group ${approval.approverGroup} decides`),
    ...field('State', describeOutcome(approval), end ? null : 'bold'),
    ...field('Reason', approval.reason),
    ...(end ? field('Expires', `in ${describeTimeLeft(approval.expiresAt, nowMs)} (${approval.expiresAt})`) : []),
    ...field('Approving', approval.obstacle && `would run nothing: ${approval.obstacle}`, 'yellow'),
    ...field('Deciding', approval.refusal && `is not yours: ${approval.refusal}`, 'yellow'),
    ...field('Client', details?.clientGoneAt && `gone since ${details.clientGoneAt}`, 'yellow'),
    ...changes('The tool has changed since it was acknowledged', details?.toolDetails, columns),
    ...argumentsOf(entry, columns),
    ...changes('Changed by the approver', details?.edit, columns),
  ];
}

/** What an edit changes, before it is sent. */
export function renderEdit({ differences, truncated }: Edit, columns: number): Line[] {
  return changes('What you changed', { differences, truncated }, columns);
}

function labelled(label: string, value: string, columns: number, style: Style | null): Line[] {
  return fold(value, columns - LABEL_WIDTH, style).map((piece, index) => [
    span((index === 0 ? label : '').padEnd(LABEL_WIDTH), 'dim'),
    piece,
  ]);
}

function argumentsOf({ approval, details }: Entry, columns: number): Line[] {
  const start = approval.argumentsStart;
  const text = details
    ? prettyText(details.edit?.original ?? details.arguments)
    : `${start ?? ''}\n… loading all of it`;
  const title = details?.edit ? 'Arguments that were asked for' : 'Arguments';
  return [[], [span(title, 'bold')], ...indented(text, columns)];
}

/** What the API gives as arguments is JSON; if ever it is not, it is shown as it is. */
function prettyText(text: string): string {
  try {
    return pretty(text);
  } catch {
    return text;
  }
}

interface Differences {
  readonly differences: readonly Schemas['DefinitionDifference'][];
  readonly truncated: boolean;
}

function changes(title: string, found: Differences | null | undefined, columns: number): Line[] {
  if (!found || found.differences.length === 0) return [];
  const lines = found.differences.flatMap((difference) => {
    const [text, style] = describe(difference);
    return indented(text, columns, style);
  });
  return [[], [span(title, 'bold')], ...lines, ...(found.truncated ? indented('… and more', columns) : [])];
}

function describe({ pointer, operation, before, after }: Schemas['DefinitionDifference']): [string, Style] {
  switch (operation) {
    case 'added':
      return [`+ ${pointer}  ${after ?? ''}`, 'green'];
    case 'removed':
      return [`- ${pointer}  ${before ?? ''}`, 'red'];
    case 'changed':
      return [`~ ${pointer}  ${before ?? ''} → ${after ?? ''}`, 'yellow'];
    default:
      return assertNever(operation);
  }
}

function indented(text: string, columns: number, style: Style | null = null): Line[] {
  return fold(text, columns - INDENT.length, style).map((piece) => [span(INDENT), piece]);
}
