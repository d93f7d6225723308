import type { Command } from 'commander';

/** One or more of every command, as they are typed after `countersign`. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  login: ['https://countersign.example.com', '--device'],
  logout: ['', 'https://countersign.example.com'],
  whoami: ['--json'],
  status: [''],
  'servers list': ['', '--json'],
  'servers show': ['Jira'],
  'servers add': [
    'https://mcp.example.com/mcp --name Jira --slug Jira --posture ask',
    'https://mcp.example.com/mcp --header-file headers.txt',
  ],
  'servers update': ['Jira --name "Jira Cloud" --timeout 120'],
  'servers test': ['https://mcp.example.com/mcp', 'Jira'],
  'servers verify': ['Jira'],
  'servers authorize': ['Jira', 'Jira --no-open --timeout 120'],
  'servers deauthorize': ['Jira --yes'],
  'servers policy': ['Jira', 'Jira --posture ask --resources off'],
  'servers checks': ['Jira --limit 5'],
  'servers changes': ['Jira --tool issue.delete'],
  'servers remove': ['Jira --yes'],
  'tools list': ['Jira'],
  'tools set': ['Jira issue.get issue.search --open', 'Jira issue.delete --ask --group Release'],
  'tools review': ['Jira issue.delete'],
  'tools acknowledge': ['Jira issue.delete --hash <hash that the review says>'],
  'tools prune': ['Jira --name issue.old --yes'],
  'approvals list': ['', '--state all --json', '--mine'],
  'approvals show': ['4a5b6c7d'],
  'approvals approve': ['4a5b6c7d --reason "Ann asked for it"', '4a5b6c7d --edit'],
  'approvals deny': ['4a5b6c7d --reason "not on a Friday"'],
  'approvals decide': ['--approve 4a5b6c7d 5e6f7a8b --deny 9c0d1e2f'],
  'approvals settings': ['', '--self-approval off'],
  'approvals watch': ['', '--json'],
  'groups list': [''],
  'groups show': ['Release'],
  'groups create': ['Release --description "Who ships"'],
  'groups update': ['Release --name Shipping'],
  'groups remove': ['Release --force'],
  'groups add': ['Release ann@example.com bob@example.com'],
  'groups drop': ['Release bob@example.com'],
  'members list': [''],
  'members show': ['ann@example.com'],
  'members role': ['ann@example.com approver'],
  'members remove': ['ann@example.com --yes'],
  'members unlock': ['ann@example.com'],
  'members reset-password': ['ann@example.com'],
  'invitations list': [''],
  'invitations create': ['bob@example.com --role editor --group Release'],
  'invitations revoke': ['bob@example.com'],
  'tokens list': [''],
  'tokens create': [
    'ci --scope integration:read call:read --days 30 > token.txt',
    'Editor --kind mcp --server Jira Wiki --strictness ask --hold 30',
  ],
  'tokens revoke': ['ci --yes'],
  'webhooks show': ['Alerts'],
  'webhooks list': [''],
  'webhooks add': ['Alerts https://hooks.example.com/countersign', 'Slack - --format slack < slack-url.txt'],
  'webhooks update': ['Alerts --disable', 'Alerts --rotate-secret'],
  'webhooks remove': ['Alerts --yes'],
  'webhooks deliveries': ['Alerts --limit 10'],
  'webhooks replay': ['Alerts'],
  'calls list': ['--state unknown', '--agent Triage --from 2026-11-23T00:00:00Z', '--limit 200 --json'],
  'calls show': ['<call>'],
  'calls resolve': ['<call> succeeded --note "the issue is there"'],
  'agent run': ['"Close the issues that are done"'],
  'agent attach': ['<run>'],
  'agents list': [''],
  'agents show': ['Assistant', 'Assistant --version-number 2'],
  'agents versions': ['Assistant'],
  'agents create': ['Assistant --instructions-file assistant.md --use Jira Wiki/page.get --ask Jira/issue.delete'],
  'agents update': ['Assistant --model claude-opus-4-5 --if-version 3'],
  'agents delete': ['Assistant'],
  'runs list': ['--agent Assistant --limit 10'],
  'runs show': ['<run>'],
  'runs watch': ['<run>'],
  'runs cancel': ['<run>'],
  'runs start': ['"Close the issues that are done" --agent Assistant --watch'],
  'runs message': ['<run> "And the ones of last week" --watch'],
  'runs fork': ['<run> "Try it without deleting anything" --after-turn 2'],
  'audit list': ['--action approval --from 2026-11-23', '--server Jira --json'],
  'audit export': ['--format csv -o audit.csv', '--from 2026-11-01 | gzip > audit.jsonl.gz'],
  events: ['', '--json --kind approval run'],
  statistics: ['', '--from 2026-11-23 --until 2026-11-24 --step 600'],
  entitlements: ['--json'],
  apply: ['-f countersign.yaml', '-f countersign.yaml --prune --yes'],
  diff: ['-f countersign.yaml'],
  export: ['-o countersign.yaml'],
  import: ['~/.cursor/mcp.json', '--tools rows.json --server Jira'],
  completion: ['bash >> ~/.bashrc', 'fish > ~/.config/fish/completions/countersign.fish'],
  schema: ['> countersign.schema.json'],
};

/** Puts its examples under the help of every command. */
export function addExamples(command: Command, path: readonly string[] = []): void {
  const name = path.join(' ');
  const examples = EXAMPLES[name] ?? [];
  if (examples.length > 0) {
    const lines = examples.map((example) => `  countersign ${`${name} ${example}`.trimEnd()}`);
    command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }
  for (const child of command.commands) addExamples(child, [...path, child.name()]);
}

/** Of which commands there are examples. */
export const COMMANDS_WITH_EXAMPLES: readonly string[] = Object.keys(EXAMPLES);
