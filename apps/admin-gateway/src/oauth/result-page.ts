import { displayToolName } from '@countersign/tool-name';

export interface ResultPage {
  readonly title: string;
  /** Plain text; nothing in it becomes markup. */
  readonly lines: readonly string[];
}

/** How an authorization ended, for the person whose browser came back. */
export function toResultPage({ title, lines }: ResultPage): string {
  const paragraphs = lines.map((line) => `      <p>${escapeHtml(line)}</p>`).join('\n');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(title)} – Countersign</title>
    <link rel="stylesheet" href="/oauth/page.css" />
  </head>
  <body>
    <main>
      <h1>${escapeHtml(title)}</h1>
${paragraphs}
      <p>You can close this page, or <a href="/">go on to Countersign</a>.</p>
    </main>
  </body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Names and reasons may come from elsewhere: markup is shown as it is written, and characters that cannot be seen are spelled out. */
function escapeHtml(text: string): string {
  return displayToolName(text.toWellFormed()).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
