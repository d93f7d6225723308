import { answerOf, createApiClient } from '@countersign/api-client';
import { assertNever } from '@countersign/contracts';
import { readSettings } from '../settings.js';
import type { NameKind } from './candidates.js';

/** Somebody has pressed a key, and waits. */
export const TIMEOUT_MS = 1_000;

/**
 * What there is of a kind in the installation that commands would go to. Where that is none, or it does not answer in
 * time, there is nothing to complete: the command that is typed will say why.
 */
export async function fetchNames(kind: NameKind): Promise<readonly string[]> {
  try {
    return await readNames(kind);
  } catch {
    return [];
  }
}

async function readNames(kind: NameKind): Promise<string[]> {
  const settings = readSettings(process.env, process.cwd());
  const token = kind === 'approval' ? settings.approverToken : settings.token;
  const client = createApiClient({ baseUrl: settings.url, client: 'cli', token: () => token });
  const path = { workspaceId: settings.workspaceId };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const place = '/api/v1/workspaces/{workspaceId}';
  switch (kind) {
    case 'server': {
      const { items } = await answerOf(client.GET(`${place}/mcp-integrations`, { params: { path }, signal }));
      return items.map(({ slug }) => slug);
    }
    case 'agent': {
      const { items } = await answerOf(client.GET(`${place}/agents`, { params: { path }, signal }));
      return items.map(({ name }) => name);
    }
    case 'approval': {
      const params = { path, query: { state: 'pending' as const } };
      const { items } = await answerOf(client.GET(`${place}/approvals`, { params, signal }));
      return items.map(({ id }) => id);
    }
    default:
      return assertNever(kind);
  }
}
