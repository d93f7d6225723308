import { assertNever } from '@countersign/contracts';
import { ApiClient, WORKSPACE } from '../api.client.js';
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
  const api = new ApiClient(settings, kind === 'approval' ? 'approverToken' : 'token');
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const params = api.at();
  switch (kind) {
    case 'server': {
      const { items } = await api.answer(api.client.GET(`${WORKSPACE}/mcp-integrations`, { params, signal }));
      return items.map(({ slug }) => slug);
    }
    case 'agent': {
      const { items } = await api.answer(api.client.GET(`${WORKSPACE}/agents`, { params, signal }));
      return items.map(({ name }) => name);
    }
    case 'approval': {
      const pending = { ...params, query: { state: 'pending' as const } };
      const { items } = await api.answer(api.client.GET(`${WORKSPACE}/approvals`, { params: pending, signal }));
      return items.map(({ id }) => id);
    }
    default:
      return assertNever(kind);
  }
}
