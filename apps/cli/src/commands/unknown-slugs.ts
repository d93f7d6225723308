import type { Schemas } from '@countersign/api-client';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printNote, safeLine } from '../print.js';
import { listServers } from './find-server.js';

/** A slug that no integration has is no mistake to the API, as one may be registered later; to a person it often is. */
export async function warnOfUnknownSlugs(api: ApiClient, { integrations }: Schemas['AgentView']): Promise<void> {
  if (integrations === null || integrations.length === 0) return;
  const known = await slugsOf(api);
  const unknown = known === null ? [] : integrations.filter((slug) => !known.has(slug));
  if (unknown.length === 0) return;
  printNote(`No integration has the slug ${unknown.map(safeLine).join(', ')}: it reaches nothing until one has.`);
}

/** Null: whoever makes agents need not be allowed to see integrations. */
async function slugsOf(api: ApiClient): Promise<ReadonlySet<string> | null> {
  try {
    return new Set((await listServers(api)).map(({ slug }) => slug));
  } catch (error) {
    if (error instanceof CliError && error.exitCode === EXIT.refused) return null;
    throw error;
  }
}
