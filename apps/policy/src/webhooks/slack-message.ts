import { assertNever } from '@countersign/contracts';
import { displayToolName } from '@countersign/tool-name';
import { type Announcement, endOf, explainAskReason, isQuestion } from './announcement.js';
import { cutText, toVisibleText } from './visible-text.js';

/** Slack refuses a section of more than 3,000 characters, which every part below stays under together. */
const NAME_LENGTH_MAX = 120;
const TOOL_LENGTH_MAX = 300;
const REASON_LENGTH_MAX = 600;
const ARGUMENTS_LENGTH_MAX = 2_500;

/**
 * A message as incoming webhooks take it. `text` is what notifications and imitators without blocks show. Nobody's words
 * become markup: `verbatim` keeps Slack from making links of them, and `<!channel>` is no mention once it is escaped.
 */
export function toSlackMessage(announcement: Announcement): object {
  const { approval, link } = announcement;
  const title = titleOf(announcement);
  const what = `${code(approval.integrationSlug, NAME_LENGTH_MAX)} ${code(toolOf(announcement), TOOL_LENGTH_MAX)}`;
  const lines = [
    `*${title}*`,
    what,
    `Asked by ${quote(approval.principal.name, NAME_LENGTH_MAX)}`,
    ...detailsOf(announcement),
    `<${escapeMarkup(link)}|Open in Countersign>`,
  ];
  const excerpt = endOf(announcement) === null ? argumentsOf(announcement) : null;
  return {
    text: `${title}: ${what}`,
    blocks: [section(lines.join('\n')), ...(excerpt === null ? [] : [section(excerpt)])],
  };
}

function titleOf({ event, approval, percent }: Announcement): string {
  if (isQuestion(event) && approval.state !== 'pending')
    return `A call waited for approval and is ${approval.state} by now`;
  switch (event) {
    case 'approval.requested':
      return 'A call waits for approval';
    case 'approval.reminder':
      return percent === null ? 'A call still waits for approval' : `A call still waits for approval (${percent} %)`;
    case 'approval.decided':
      return `A call was ${approval.state}`;
    case 'approval.expired':
      return 'Nobody decided in time';
    default:
      return assertNever(event);
  }
}

function detailsOf(announcement: Announcement): string[] {
  const { approval } = announcement;
  const ended = endOf(announcement);
  if (ended === null) {
    return [explainAskReason(approval.askReason), `Until ${approval.expiresAt.toISOString()}`].map(escape);
  }
  const { decidedBy, reason, decidedAt } = ended;
  return [
    ...(decidedBy === null ? [] : [`Decided by ${quote(decidedBy.name, NAME_LENGTH_MAX)}`]),
    ...(reason ? [`Reason: ${quote(reason, REASON_LENGTH_MAX)}`] : []),
    `At ${escape(decidedAt.toISOString())}`,
  ];
}

function argumentsOf({ arguments: excerpt }: Announcement): string | null {
  if (!excerpt) return null;
  const text = excerpt.isCut ? `${excerpt.text}…` : excerpt.text;
  return `\`\`\`${escapeWithin(toVisibleText(text, ARGUMENTS_LENGTH_MAX), ARGUMENTS_LENGTH_MAX)}\`\`\``;
}

function toolOf({ approval }: Announcement): string {
  return displayToolName(approval.toolName.toString());
}

function section(text: string): object {
  return { type: 'section', text: { type: 'mrkdwn', verbatim: true, text } };
}

function code(text: string, lengthMax: number): string {
  return `\`${escapeWithin(text, lengthMax)}\``;
}

/** One line: a break would let somebody's words look like a line of ours. */
function quote(text: string, lengthMax: number): string {
  const line = toVisibleText(text, lengthMax).replaceAll('\n', ' ');
  return `“${escapeWithin(line, lengthMax)}”`;
}

/** Escaping makes longer; what is cut is cut between two characters as they were. */
function escapeWithin(text: string, lengthMax: number): string {
  let escaped = '';
  for (const character of cutText(text, lengthMax)) {
    const next = escape(character);
    if (escaped.length + next.length > lengthMax - 1) return `${escaped}…`;
    escaped += next;
  }
  return escaped;
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Slack has no escape for these: letters that look alike keep a name readable, and begin or end no format. */
const FORMATS: Readonly<Record<string, string>> = { '`': '\u02CB', '*': '\u2217', '~': '\u223C' };

function escape(text: string): string {
  return escapeMarkup(text).replace(/[`*~]/g, (character) => FORMATS[character] ?? character);
}

/** The three characters that Slack reads as markup of its own, as its reference says. */
function escapeMarkup(text: string): string {
  return text.replace(/[&<>]/g, (character) => MARKUP[character] ?? character);
}
