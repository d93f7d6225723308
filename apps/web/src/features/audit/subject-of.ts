/** Fields of an entry's details that say by themselves what it is about, best first. */
const SUBJECTS = ['toolName', 'slug', 'name', 'email', 'tool', 'integrationSlug'] as const;

/** What something was done to, by its name: `{toolName: "issue.delete", …}` → `issue.delete`; empty where nothing says it. */
export function subjectOf(details: Readonly<Record<string, unknown>>): string {
  return SUBJECTS.map((name) => details[name]).find((value) => typeof value === 'string') ?? '';
}
