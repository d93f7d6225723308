import { assertSlug, assertToolName, InvalidToolNameError } from '@countersign/tool-name';
import { CliError, EXIT } from '../cli.errors.js';
import { safeLine } from '../print.js';
import { MANIFEST_SCHEMA } from './manifest-schema.js';
import type { IntegrationForm, Manifest, WebhookForm } from './manifest.js';
import { readYaml } from './read-yaml.js';
import { checkTemplate } from './secret-template.js';
import { withoutFields } from './without-fields.js';

/** @throws CliError with a line for each thing that is wrong: `countersign.yaml:12:5: integrations › Jira lacks "url"` */
export function parseManifest(text: string, fileName: string): Manifest {
  const { value, problems } = readYaml(text, MANIFEST_SCHEMA);
  if (problems.length > 0) {
    fail(problems.map(({ line, column, message }) => `${safeLine(fileName)}:${line}:${column}: ${message}`));
  }
  const manifest: Manifest = withoutFields(value as Manifest & { version: number }, 'version');
  const wrong = findContradictions(manifest);
  if (wrong.length > 0) fail(wrong.map((message) => `${safeLine(fileName)}: ${message}`));
  return manifest;
}

function fail(lines: readonly string[]): never {
  throw new CliError(lines.join('\n'), EXIT.usage);
}

/** What a schema cannot say. */
function findContradictions({
  integrations = new Map(),
  groups = new Map(),
  webhooks = new Map(),
}: Manifest): string[] {
  return [
    ...[...(integrations as Manifest['integrations'] & object)].flatMap(([slug, form]) => checkIntegration(slug, form)),
    ...findTwins('integrations', integrations.keys()),
    ...findTwins('groups', groups.keys()),
    ...[...(webhooks as Manifest['webhooks'] & object)].flatMap(([name, form]) => checkWebhook(name, form)),
  ];
}

function checkIntegration(slug: string, { headers, oauth, tools }: IntegrationForm): string[] {
  const at = `integrations › ${safeLine(slug)}`;
  const secrets = [...(headers ?? [])].map(([name, value]) => [`headers › ${name}`, value] as const);
  const secret = oauth?.clientSecret === undefined ? [] : [['oauth › clientSecret', oauth.clientSecret] as const];
  return [
    ...wrongName(at, () => assertSlug(slug)),
    ...[...(tools?.keys() ?? [])].flatMap((name) =>
      wrongName(`${at} › tools › ${safeLine(name)}`, () => assertToolName(name)),
    ),
    ...[...secrets, ...secret].flatMap(([name, value]) => {
      const wrong = checkTemplate(value);
      return wrong === null ? [] : [`${at} › ${safeLine(name)} ${wrong}`];
    }),
    ...findTwins(`${at} › headers`, headers?.keys() ?? []),
  ];
}

function checkWebhook(name: string, { url, format }: WebhookForm): string[] {
  const wrong = format === 'slack' ? checkTemplate(url) : null;
  return wrong === null ? [] : [`webhooks › ${safeLine(name)} › url ${wrong}`];
}

/** Where names are one whatever their case is, a second one would be the same thing again. */
function findTwins(at: string, names: Iterable<string>): string[] {
  const seen = new Map<string, string>();
  return [...names].flatMap((name) => {
    const key = name.toLowerCase();
    const twin = seen.get(key);
    seen.set(key, name);
    return twin === undefined ? [] : [`${at} › ${safeLine(name)} is ${safeLine(twin)} again, in another case`];
  });
}

function wrongName(at: string, assert: () => void): string[] {
  try {
    assert();
    return [];
  } catch (error) {
    if (error instanceof InvalidToolNameError) return [`${at}: ${error.message}`];
    throw error;
  }
}
