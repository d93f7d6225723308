import { deriveSlug, InvalidToolNameError, isSlug, slugKey } from '@countersign/tool-name';
import type { IntegrationForm, IntegrationPolicyForm, Manifest } from './manifest.js';
import type { ConfiguredServer, McpConfig, RefusedServer } from './mcp-config.js';
import { toStoredUrl } from './to-stored-url.js';
import type { StoredIntegration } from './workspace-state.js';

export interface ImportOptions {
  /** By the name in the file, where another slug is wanted than the name suggests. */
  readonly slugs: ReadonlyMap<string, string>;
  readonly posture: IntegrationPolicyForm['posture'] | undefined;
  readonly setCredentials: boolean;
}

export interface ImportPlan {
  /** What is registered, or gets its credentials again. */
  readonly manifest: Manifest;
  /** There already, at the same address. */
  readonly kept: readonly { readonly name: string; readonly slug: string }[];
  readonly refused: readonly RefusedServer[];
  /** By slug. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
}

/** A slug stands for one server for ever: what would be a second one for it is refused, never pointed elsewhere. */
export function planImport(
  { servers, refused }: McpConfig,
  stored: readonly StoredIntegration[],
  options: ImportOptions,
): ImportPlan {
  const integrations = new Map<string, IntegrationForm>();
  const notes = new Map<string, readonly string[]>();
  const kept: { name: string; slug: string }[] = [];
  const conflicts: RefusedServer[] = [];
  const taken = new Map<string, string>();
  for (const server of servers) {
    const { name } = server;
    const slug = options.slugs.get(name) ?? suggestSlug(name);
    const there = slug === null ? undefined : stored.find((one) => slugKey(one.name) === slugKey(slug));
    const problem = slug === null ? NO_SLUG : findConflict(server, slug, there, taken.get(slugKey(slug)));
    if (slug === null || problem !== null) conflicts.push({ name, reason: problem ?? NO_SLUG });
    else if (there && !(options.setCredentials && server.headers.size > 0)) kept.push({ name, slug: there.name });
    else {
      integrations.set(
        there?.name ?? slug,
        there ? { url: there.form.url, headers: server.headers } : toForm(server, options),
      );
      notes.set(there?.name ?? slug, server.notes);
    }
    if (slug !== null && problem === null) taken.set(slugKey(slug), name);
  }
  return { manifest: { integrations }, kept, refused: [...refused, ...conflicts], notes };
}

const NO_SLUG = 'no slug follows from its name: choose one with --slug';

function suggestSlug(name: string): string | null {
  try {
    return deriveSlug(name);
  } catch (error) {
    if (error instanceof InvalidToolNameError) return null;
    throw error;
  }
}

function findConflict(
  server: ConfiguredServer,
  slug: string,
  there: StoredIntegration | undefined,
  twin: string | undefined,
): string | null {
  if (!isSlug(slug)) return `"${slug}" can be no slug`;
  if (twin !== undefined) return `it would be ${slug}, as "${twin}" of the same file is: choose another with --slug`;
  if (!there || sameAddress(there.form.url, server.url)) return null;
  return `${there.name} is registered at another address: choose another slug with --slug`;
}

/** Clients are not particular about a slash at the end; it still has to be one server. */
function sameAddress(a: string, b: string): boolean {
  const normal = (url: string): string => toStoredUrl(url).replace(/\/$/, '');
  return normal(a) === normal(b);
}

function toForm(
  { name, url, transport, headers, clientId }: ConfiguredServer,
  { posture }: ImportOptions,
): IntegrationForm {
  return {
    displayName: name,
    url,
    ...(transport !== undefined && { transport }),
    ...(headers.size > 0 && { headers }),
    ...(clientId !== undefined && { auth: 'oauth2', oauth: { clientId } }),
    ...(posture !== undefined && { policy: { posture } }),
  };
}
