import type { Schemas } from '@countersign/api-client';
import { type ApiClient, WORKSPACE } from '../api.client.js';

export type Run = Schemas['RunView'];

export function startRun(api: ApiClient, agentId: string, prompt: string): Promise<Run> {
  const params = api.at({ agentId });
  return api.answer(api.client.POST(`${WORKSPACE}/agents/{agentId}/runs`, { params, body: { prompt } }));
}

export function getRun(api: ApiClient, runId: string): Promise<Run> {
  return api.answer(api.client.GET(`${WORKSPACE}/runs/{runId}`, { params: api.at({ runId }) }));
}
