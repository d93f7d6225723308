import type { Issue } from './issue-store.js';
import { errorResult, textResult, texts, type Tool } from './tool.js';

const TEXT = { type: 'string' } as const;
const ISSUE_SCHEMA = {
  type: 'object' as const,
  properties: {
    id: TEXT,
    title: TEXT,
    body: TEXT,
    state: { type: 'string', enum: ['open', 'closed'] },
    comments: { type: 'array', items: TEXT },
  },
  required: ['id', 'title', 'body', 'state', 'comments'],
};
const ISSUES_SCHEMA = {
  type: 'object' as const,
  properties: { issues: { type: 'array', items: ISSUE_SCHEMA } },
  required: ['issues'],
};
const READS = { readOnlyHint: true, openWorldHint: false };
const ADDS = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false };
const DESTROYS = { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false };

/** A provider's names have 64 characters; this one has all 128 that MCP allows. */
export const LONG_NAME = 'issue.report'.padEnd(128, '.by-team');
export const UNICODE_NAME = '課題.検索';

function textInputs(required: readonly string[], optional: readonly string[] = []): Tool['definition']['inputSchema'] {
  const properties = Object.fromEntries([...required, ...optional].map((name) => [name, TEXT]));
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}

function issueResult(issue: Issue | undefined, id: string) {
  return issue ? textResult(JSON.stringify(issue), { ...issue }) : errorResult(`There is no issue ${id}.`);
}

function issuesResult(issues: readonly Issue[]) {
  return textResult(JSON.stringify(issues), { issues });
}

const getDotted: Tool = {
  definition: {
    name: 'issue.get',
    title: 'Get an issue',
    description: 'Returns one issue with its comments.',
    inputSchema: textInputs(['id']),
    outputSchema: ISSUE_SCHEMA,
    annotations: READS,
  },
  run: (args, store) => {
    const { id } = texts(args, ['id']);
    return issueResult(store.find(id), id);
  },
};

/** Another tool than `issue.get`, with the same arguments: whoever mixes the names up gets the archive's answer. */
const getUnderscored: Tool = {
  definition: {
    name: 'issue__get',
    title: 'Look up in the archive',
    description: 'Looks an issue up in the archive of the old tracker. Not the same as issue.get.',
    inputSchema: textInputs(['id']),
    annotations: READS,
  },
  run: (args) => {
    const { id } = texts(args, ['id']);
    return textResult(`ARCHIVE: ${id} was migrated from the old tracker.`);
  },
};

const getCamel: Tool = {
  definition: {
    name: 'getIssue',
    title: 'Summarise an issue',
    description: 'Returns one line about an issue.',
    inputSchema: textInputs(['id']),
    annotations: READS,
  },
  run: (args, store) => {
    const { id } = texts(args, ['id']);
    const issue = store.find(id);
    return issue
      ? textResult(`SUMMARY: ${issue.id} (${issue.state}): ${issue.title}`)
      : errorResult(`There is no issue ${id}.`);
  },
};

const list: Tool = {
  definition: {
    name: 'issue.list',
    title: 'List issues',
    description: 'Returns all issues, or those in one state.',
    inputSchema: {
      type: 'object',
      properties: { state: { type: 'string', enum: ['open', 'closed'] } },
      additionalProperties: false,
    },
    outputSchema: ISSUES_SCHEMA,
    annotations: READS,
  },
  run: (args, store) => {
    const { state } = texts(args, [], ['state']);
    return issuesResult(store.list().filter((issue) => state === undefined || issue.state === state));
  },
};

const create: Tool = {
  definition: {
    name: 'issue.create',
    title: 'Create an issue',
    description: 'Opens a new issue and returns it.',
    inputSchema: textInputs(['title'], ['body']),
    outputSchema: ISSUE_SCHEMA,
    annotations: ADDS,
  },
  run: (args, store) => {
    const { title, body = '' } = texts(args, ['title'], ['body']);
    const issue = store.create(title, body);
    return issueResult(issue, issue.id);
  },
};

const remove: Tool = {
  definition: {
    name: 'issue.delete',
    title: 'Delete an issue',
    description: 'Deletes an issue for good.',
    inputSchema: textInputs(['id']),
    annotations: DESTROYS,
  },
  run: (args, store) => {
    const { id } = texts(args, ['id']);
    return store.delete(id) ? textResult(`Deleted ${id}.`) : errorResult(`There is no issue ${id}.`);
  },
};

const addComment: Tool = {
  definition: {
    name: 'issue.comment.add',
    title: 'Comment on an issue',
    description: 'Adds a comment to an issue and returns the issue.',
    inputSchema: textInputs(['id', 'text']),
    outputSchema: ISSUE_SCHEMA,
    annotations: ADDS,
  },
  run: (args, store) => {
    const { id, text } = texts(args, ['id', 'text']);
    return issueResult(store.comment(id, text), id);
  },
};

const report: Tool = {
  definition: {
    name: LONG_NAME,
    title: 'Report by team',
    description: 'Counts the issues. Its name has 128 characters, the most that the protocol allows.',
    inputSchema: textInputs([]),
    annotations: READS,
  },
  run: (args, store) => {
    texts(args, []);
    return textResult(`REPORT: ${store.list().length} issues.`);
  },
};

const search: Tool = {
  definition: {
    name: UNICODE_NAME,
    title: '課題を検索',
    description: 'Searches titles. 課題のタイトルを検索します。',
    inputSchema: textInputs(['query']),
    outputSchema: ISSUES_SCHEMA,
    annotations: READS,
  },
  run: (args, store) => {
    const { query } = texts(args, ['query']);
    return issuesResult(store.list().filter((issue) => issue.title.includes(query)));
  },
};

/** In the order of the listing. */
export const ISSUE_TOOLS: readonly Tool[] = [
  getDotted,
  getUnderscored,
  list,
  create,
  remove,
  addComment,
  getCamel,
  report,
  search,
];
