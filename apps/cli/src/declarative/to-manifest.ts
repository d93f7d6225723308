import type { IntegrationForm, Manifest } from './manifest.js';
import { findAmbiguous } from './plan.js';
import type { Remark } from './render-manifest.js';
import { withoutFields } from './without-fields.js';
import { toVariable } from './without-secrets.js';
import type { Stored, StoredIntegration, WorkspaceState } from './workspace-state.js';

export interface Exported {
  readonly manifest: Manifest;
  readonly remarks: readonly Remark[];
  /** What is not in it, and why. */
  readonly left: readonly string[];
}

/** The file of what there is. Secrets are references to variables that are still to be set; applied to the same, it changes nothing. */
export function toManifest({ approvalSettings, groups, integrations, agents, webhooks }: WorkspaceState): Exported {
  const left: string[] = [];
  const section = <S extends Stored<unknown>, Form>(
    kind: string,
    stored: readonly S[] | undefined,
    toForm: (one: S) => Form,
  ): ReadonlyMap<string, Form> | undefined => {
    if (!stored) return undefined;
    const ambiguous = findAmbiguous(stored.map(({ name }) => name));
    for (const name of ambiguous) left.push(`Several are the ${kind} "${name}"; none of them is exported.`);
    const named = stored.filter(({ name }) => !ambiguous.has(name)).sort(byName);
    return new Map(named.map((one) => [one.name, toForm(one)]));
  };
  const sections = {
    approvalSettings: approvalSettings?.form,
    groups: section('group', groups, ({ form }) => form),
    integrations: section('integration', integrations, toIntegrationForm),
    agents: section('agent', agents, ({ form }) => form),
    webhooks: section('webhook', webhooks, ({ name, form, isUrlHidden }) =>
      isUrlHidden ? { ...form, url: `\${env:${toVariable(name)}_URL}` } : form,
    ),
  };
  const manifest = Object.fromEntries(Object.entries(sections).filter(([, form]) => form !== undefined)) as Manifest;
  return { manifest, remarks: (integrations ?? []).flatMap(toRemarks), left };
}

function toIntegrationForm({ name, form, headerNames, hasClientSecret, tools }: StoredIntegration): IntegrationForm {
  const { policy, oauth, ...settings } = form;
  // Which issuer is used follows from the server where nobody said one: the file says what people did.
  const client = withoutFields(oauth ?? {}, 'issuer');
  const secret = hasClientSecret && { clientSecret: `\${env:${toVariable(name)}_CLIENT_SECRET}` };
  const headers = [...headerNames]
    .sort()
    .map((header) => [header, `\${env:${toVariable(`${name}_${header}`)}}`] as const);
  return {
    ...settings,
    ...(headers.length > 0 && { headers: new Map(headers) }),
    ...(oauth && Object.keys({ ...client, ...secret }).length > 0 && { oauth: { ...client, ...secret } }),
    ...(policy && { policy }),
    tools: new Map(
      [...tools].filter(([, { problem }]) => problem === null).map(([tool, { form: own }]) => [tool, own]),
    ),
  };
}

function toRemarks({ name, tools }: StoredIntegration): Remark[] {
  return [...tools].flatMap(([tool, { isMissing, problem }]) =>
    isMissing && problem === null
      ? [{ path: ['integrations', name, 'tools', tool], text: 'missing: the server does not list it any more' }]
      : [],
  );
}

/** By code units: the same on every machine. */
function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
