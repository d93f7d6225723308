import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';

export interface IntegrationsSelectProps {
  readonly value?: string[];
  readonly onChange?: (slugs: string[]) => void;
}

/** The slugs of integrations. */
export function IntegrationsSelect(props: IntegrationsSelectProps) {
  const { workspaceId } = useSession();
  const { data, isPending } = useQuery({
    queryKey: ['integrations', 'slugs', workspaceId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations', {
          params: { path: { workspaceId }, query: { limit: 200 } },
          signal,
        }),
      ),
  });
  return (
    <MultiSelect
      label="Integrations"
      placeholder={isPending ? 'Loading…' : 'Choose'}
      searchable
      data={data?.items.map(({ slug }) => slug) ?? []}
      {...props}
    />
  );
}
