export type IssueState = 'open' | 'closed';

export interface Issue {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly state: IssueState;
  readonly comments: readonly string[];
}

const SEED: readonly Issue[] = [
  { id: 'ISSUE-1', title: 'Login button does nothing', body: 'Nothing happens on click.', state: 'open', comments: [] },
  {
    id: 'ISSUE-2',
    title: 'Export drops the last row',
    body: 'Row 1000 of 1000 is missing.',
    state: 'open',
    comments: ['Seen twice.'],
  },
  { id: 'ISSUE-3', title: '検索が遅い', body: '10 秒かかる。', state: 'closed', comments: [] },
];

/** The tracker's own state, in memory: what the tools really change. */
export class IssueStore {
  private readonly issues = new Map(SEED.map((issue) => [issue.id, issue]));
  private lastNumber = SEED.length;

  list(): readonly Issue[] {
    return [...this.issues.values()];
  }

  find(id: string): Issue | undefined {
    return this.issues.get(id);
  }

  create(title: string, body: string): Issue {
    this.lastNumber += 1;
    const issue: Issue = { id: `ISSUE-${this.lastNumber}`, title, body, state: 'open', comments: [] };
    this.issues.set(issue.id, issue);
    return issue;
  }

  /** False when there was nothing to delete. */
  delete(id: string): boolean {
    return this.issues.delete(id);
  }

  comment(id: string, text: string): Issue | undefined {
    const issue = this.issues.get(id);
    if (!issue) return undefined;
    const commented = { ...issue, comments: [...issue.comments, text] };
    this.issues.set(id, commented);
    return commented;
  }
}
