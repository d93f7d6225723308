import { type QueryClient, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/api.js';
import { ApiProblem } from '@countersign/api-client';
import { useWorkspacePath } from '../../session/workspace-path.js';
import { notifyFailed } from '../../ui/notify.js';
import type { ToolList } from './newer-list.js';
import { isAsSeen, type ToolChange, withChanges } from './tool-changes.js';
import type { Tool } from './tool-state.js';
import { toolsQuery } from './tools.queries.js';

/** Revisions move with every edit in the workspace: one that is about other tools is no reason to refuse. */
const TRIES_MAX = 4;

export interface ToolsEdit {
  readonly changes: readonly ToolChange[];
  /** Of the tools, as the person saw them when they decided. */
  readonly seen: readonly Tool[];
}

/** Somebody else was faster: nothing of theirs was overwritten. */
export class ToolsMovedError extends Error {
  constructor() {
    super('Somebody else, or the server itself, changed it meanwhile. Nothing was overwritten: look at it again.');
  }
}

/**
 * Writes what people decide about tools. One after the other, so that each is made on top of the one before. What is not
 * answered yet is shown by `useToolsAsChanged`; when the API refuses it is gone from there, and the reason is said.
 */
export function useChangeTools(integrationId: string) {
  const workspace = useWorkspacePath();
  const queryClient = useQueryClient();
  const path = { ...workspace, integrationId };
  return useMutation({
    mutationKey: changesKey(integrationId),
    scope: { id: changesKey(integrationId).join(':') },
    mutationFn: (edit: ToolsEdit) => writeUnlessMoved(queryClient, path, edit),
    onError: (error) => {
      notifyFailed('The change was not made', error);
      return queryClient.invalidateQueries({ queryKey: ['tools', integrationId] });
    },
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['tools', integrationId, 'review'] });
      void queryClient.invalidateQueries({ queryKey: ['integrations'] });
    },
  });
}

/** The tools with the changes that are under way. */
export function useToolsAsChanged(integrationId: string, tools: readonly Tool[]): readonly Tool[] {
  const pending = useMutationState({
    filters: { mutationKey: changesKey(integrationId), status: 'pending' },
    select: ({ state }) => (state.variables as ToolsEdit).changes,
  });
  return useMemo(() => pending.reduce(withChanges, tools), [pending, tools]);
}

function changesKey(integrationId: string): string[] {
  return ['tools', integrationId, 'change'];
}

interface ServerPath {
  readonly workspaceId: string;
  readonly integrationId: string;
}

async function writeUnlessMoved(queryClient: QueryClient, path: ServerPath, edit: ToolsEdit): Promise<void> {
  const query = toolsQuery(path);
  await queryClient.cancelQueries({ queryKey: query.queryKey });
  let list = queryClient.getQueryData(query.queryKey) ?? (await queryClient.fetchQuery(query));
  for (let attempt = 1; ; attempt += 1) {
    if (!isAsSeen(edit.seen, list.items, edit.changes)) throw new ToolsMovedError();
    try {
      queryClient.setQueryData(query.queryKey, await write(path, edit, list.revision));
      return;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 412 || attempt === TRIES_MAX) throw error;
    }
    const fetched = await queryClient.fetchQuery({ ...query, staleTime: 0 });
    // What is known can be newer than what was fetched.
    list = queryClient.getQueryData(query.queryKey) ?? fetched;
  }
}

async function write(path: ServerPath, { changes }: ToolsEdit, revision: number): Promise<ToolList> {
  const { items, ...list } = await answerOf(
    api.PATCH('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools', {
      params: { path, header: { 'If-Match': `"${revision}"` } },
      body: { tools: [...changes] },
    }),
  );
  return { items, revision: list.revision, snapshotRevision: list.snapshotRevision };
}
