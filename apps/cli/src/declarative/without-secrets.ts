import type { IntegrationForm, Manifest } from './manifest.js';

/** A variable, and what says how it is used: nothing of that is a secret. */
const REFERENCE = /^(?:[A-Za-z]+ )?\$\{env:\w+\}$/;

/** The same with a variable for every credential that is written out. */
export function withoutSecrets(manifest: Manifest): Manifest {
  const integrations = [...(manifest.integrations ?? [])].map(
    ([slug, form]) => [slug, withoutValues(slug, form)] as const,
  );
  return { ...manifest, integrations: new Map(integrations) };
}

function withoutValues(slug: string, { headers, ...form }: IntegrationForm): IntegrationForm {
  if (!headers) return form;
  const kept = [...headers].map(([name, value]) => {
    const isReference = REFERENCE.test(value);
    return [name, isReference ? value : `\${env:${toVariable(`${slug}_${name}`)}}`] as const;
  });
  return { ...form, headers: new Map(kept) };
}

/** `Jira` and `X-Api-Key` → `JIRA_X_API_KEY`. */
export function toVariable(name: string): string {
  const variable = name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return /^\d/.test(variable) ? `_${variable}` : variable;
}
