import { assertSlug, assertToolName, InvalidToolNameError } from '@countersign/tool-name';
import { CliError, EXIT } from '../cli.errors.js';
import { safeLine } from '../print.js';
import { MANIFEST_SCHEMA } from './manifest-schema.js';
import type { IntegrationForm, Manifest, WebhookForm } from './manifest.js';
import { readYaml } from './read-yaml.js';
import { checkTemplate } from './secret-template.js';
import { withoutFields } from './without-fields.js';

interface Contradiction {
  readonly path: readonly string[];
  readonly what: string;
}

/** @throws CliError with a line for each thing that is wrong: `countersign.yaml:12:5: integrations › Jira lacks "url"` */
export function parseManifest(text: string, fileName: string): Manifest {
  const { value, problems, placeOf } = readYaml(text, MANIFEST_SCHEMA);
  const name = safeLine(fileName);
  if (problems.length > 0) fail(problems.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`));
  const manifest: Manifest = withoutFields(value as Manifest & { version: number }, 'version');
  const wrong = findContradictions(manifest).map(({ path, what }) => {
    const { line, column } = placeOf(path);
    return `${name}:${line}:${column}: ${path.map(safeLine).join(' › ')} ${what}`;
  });
  if (wrong.length > 0) fail(wrong);
  return manifest;
}

function fail(lines: readonly string[]): never {
  throw new CliError(lines.join('\n'), EXIT.usage);
}

/** What a schema cannot say. */
function findContradictions({ integrations, groups, webhooks }: Manifest): Contradiction[] {
  return [
    ...[...(integrations ?? [])].flatMap(([slug, form]) => checkIntegration(slug, form)),
    ...findTwins(['integrations'], integrations),
    ...findTwins(['groups'], groups),
    ...[...(webhooks ?? [])].flatMap(([name, form]) => checkWebhook(name, form)),
  ];
}

function checkIntegration(slug: string, { headers, oauth, tools }: IntegrationForm): Contradiction[] {
  const at = ['integrations', slug];
  const secret = oauth?.clientSecret;
  return [
    ...wrongName(at, () => assertSlug(slug)),
    ...[...(tools?.keys() ?? [])].flatMap((name) => wrongName([...at, 'tools', name], () => assertToolName(name))),
    ...[...(headers ?? [])].flatMap(([name, value]) => wrongSecret([...at, 'headers', name], value)),
    ...(secret === undefined ? [] : wrongSecret([...at, 'oauth', 'clientSecret'], secret)),
    ...findTwins([...at, 'headers'], headers),
  ];
}

function checkWebhook(name: string, { url, format }: WebhookForm): Contradiction[] {
  return format === 'slack' ? wrongSecret(['webhooks', name, 'url'], url) : [];
}

function wrongSecret(path: readonly string[], value: string): Contradiction[] {
  const what = checkTemplate(value);
  return what === null ? [] : [{ path, what }];
}

/** Where names are one whatever their case is, a second one would be the same thing again. */
function findTwins(at: readonly string[], named: ReadonlyMap<string, unknown> | undefined): Contradiction[] {
  const seen = new Map<string, string>();
  return [...(named?.keys() ?? [])].flatMap((name) => {
    const key = name.toLowerCase();
    const twin = seen.get(key);
    seen.set(key, name);
    return twin === undefined ? [] : [{ path: [...at, name], what: `is ${safeLine(twin)} again, in another case` }];
  });
}

function wrongName(path: readonly string[], assert: () => void): Contradiction[] {
  try {
    assert();
    return [];
  } catch (error) {
    if (error instanceof InvalidToolNameError) return [{ path, what: `is no name here: ${error.message}` }];
    throw error;
  }
}
