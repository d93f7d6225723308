import type { Verdict } from '../calls/call.js';

/** A call that somebody makes, and what comes of it wherever they come in and however the server is reached. */
export interface VerdictRow {
  readonly what: string;
  /** A tool by the name under which this caller sees it, or a name as somebody makes it up, behind the caller's prefix. */
  readonly called: { readonly slug: string; readonly toolName: string } | string;
  readonly token?: RowToken;
  /** Whether the workspace may have approvals. */
  readonly isEntitled: boolean;
  readonly verdict: Verdict;
  readonly code: string;
}

export interface RowToken {
  readonly narrowedTo?: { readonly slug: string; readonly toolName?: string };
  readonly strictness?: Verdict;
  /** Names without a slug; of the endpoint only. */
  readonly isBare?: true;
}

export const LONG_NAME = `reports.${'quarterly.'.repeat(8)}`;
export const NAMES = [
  'getIssue',
  'getissue',
  'issue.get',
  'issue__get',
  'issue_x2Eget',
  'Issue.get',
  'іssue.get',
  'e\u0301tat',
  '\u00e9tat',
  'issue get',
  'a\u0000b',
  'a\u0007b',
  'a\u202eb',
  `${LONG_NAME}a`,
  `${LONG_NAME}b`,
] as const;

interface Rule {
  readonly slug: string;
  /** Null: none is stored. */
  readonly policy: Readonly<Record<string, unknown>> | null;
  readonly verdict: Verdict;
  readonly code: string;
}

/** Every integration has every tool, and one policy for all of them. */
export const RULES: readonly Rule[] = [
  { slug: 'Allow', policy: {}, verdict: 'allow', code: 'allowed' },
  { slug: 'Twin', policy: {}, verdict: 'allow', code: 'allowed' },
  { slug: 'Ask', policy: { requiresApproval: true }, verdict: 'ask', code: 'approval.required' },
  { slug: 'Off', policy: { enabled: false }, verdict: 'deny', code: 'tool.disabled' },
  { slug: 'Gone', policy: { status: 'missing' }, verdict: 'deny', code: 'tool.missing' },
  { slug: 'Nothing', policy: null, verdict: 'deny', code: 'policy.absent' },
  { slug: 'Garbled', policy: { enabled: 'yes' }, verdict: 'deny', code: 'policy.unreadable' },
  { slug: 'New', policy: { review: 'new' }, verdict: 'ask', code: 'review.new' },
  { slug: 'Changed', policy: { review: 'changed' }, verdict: 'ask', code: 'review.changed' },
  { slug: 'Flagged', policy: { flags: ['confusable'] }, verdict: 'ask', code: 'name.flagged' },
  { slug: 'Drifted', policy: { definitionHash: 'b'.repeat(64) }, verdict: 'ask', code: 'definition.not_merged' },
];

/** Names that one another could be taken for; the others add nothing to a policy that is like another one. */
const SIMILAR_NAMES = ['issue.get', 'issue__get', 'issue_x2Eget', 'Issue.get'] as const;
const WITH_ALL_NAMES = ['Allow', 'Twin', 'Ask', 'Off'];

const byPolicy = RULES.flatMap(({ slug, verdict, code }) =>
  (WITH_ALL_NAMES.includes(slug) ? NAMES : SIMILAR_NAMES).map((toolName): VerdictRow => {
    const what = `${slug}: ${JSON.stringify(toolName)}`;
    return { what, called: { slug, toolName }, isEntitled: true, verdict, code };
  }),
);

const withoutApprovals = RULES.map(({ slug, verdict, code }): VerdictRow => {
  const row = { what: `${slug}, without the entitlement`, called: { slug, toolName: 'issue.get' }, isEntitled: false };
  return verdict === 'ask' ? { ...row, verdict: 'deny', code: 'entitlement.required' } : { ...row, verdict, code };
});

const INVENTED = [
  'Allow__nothing',
  'Allow__',
  'Allow__issue.get',
  'Allow__issue_x2eget',
  'Allow__getIssue_x20',
  'Allow__issue_x5F_get',
  'Allow__ISSUE_x2EGET',
  'allow__getIssue',
  'АIlow__getIssue',
  'Allow_getIssue',
  'Allow__іssue.get',
  'Allow__getIssue\u0000',
  'Allow__getIssue\u202e',
  'Nobody__getIssue',
  'getIssue',
  'mcp.Allow.getIssue',
  `Allow__reports_h${'a'.repeat(16)}`,
];
const invented = INVENTED.map((called): VerdictRow => {
  const what = `made up: ${JSON.stringify(called)}`;
  return { what, called, isEntitled: true, verdict: 'deny', code: 'tool.unknown' };
});

const dotted = { slug: 'Allow', toolName: 'issue.get' };
const ALLOWED = { isEntitled: true, verdict: 'allow', code: 'allowed' } as const;
const OUT_OF_REACH = { isEntitled: true, verdict: 'deny', code: 'scope.out_of_reach' } as const;
const byToken: readonly VerdictRow[] = [
  { what: 'a token for its integration', called: dotted, token: { narrowedTo: { slug: 'Allow' } }, ...ALLOWED },
  { what: 'a token for the twin', called: dotted, token: { narrowedTo: { slug: 'Twin' } }, ...OUT_OF_REACH },
  { what: 'a token for the tool', called: dotted, token: { narrowedTo: dotted }, ...ALLOWED },
  {
    what: 'a token for the tool of a similar name',
    called: { slug: 'Allow', toolName: 'issue__get' },
    token: { narrowedTo: dotted },
    ...OUT_OF_REACH,
  },
  {
    what: 'a token for the tool of the twin',
    called: { slug: 'Twin', toolName: 'issue.get' },
    token: { narrowedTo: dotted },
    ...OUT_OF_REACH,
  },
  {
    what: 'a token that asks',
    called: dotted,
    token: { strictness: 'ask' },
    ...ALLOWED,
    verdict: 'ask',
    code: 'scope.ask',
  },
  { what: 'a token that denies', called: dotted, token: { strictness: 'deny' }, ...OUT_OF_REACH, code: 'scope.deny' },
  {
    what: 'a token that allows cannot open what is closed',
    called: { slug: 'Off', toolName: 'issue.get' },
    token: { strictness: 'allow' },
    ...OUT_OF_REACH,
    code: 'tool.disabled',
  },
  {
    what: 'a name without a slug',
    called: dotted,
    token: { narrowedTo: { slug: 'Allow' }, isBare: true },
    ...ALLOWED,
  },
  {
    what: 'a name with a slug, of a token without',
    called: 'Allow__issue_x2Eget',
    token: { narrowedTo: { slug: 'Allow' }, isBare: true },
    ...OUT_OF_REACH,
    code: 'tool.unknown',
  },
];

export const VERDICT_ROWS: readonly VerdictRow[] = [...byPolicy, ...withoutApprovals, ...invented, ...byToken];
