import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { integrationNamesQuery } from '../../../api/integration-names.js';
import { useSession } from '../../../session/session.js';

export interface IntegrationsSelectProps {
  readonly value?: string[];
  readonly onChange?: (slugs: string[]) => void;
}

/** The slugs of integrations. */
export function IntegrationsSelect(props: IntegrationsSelectProps) {
  const { workspaceId } = useSession();
  const { data, isPending } = useQuery(integrationNamesQuery(workspaceId));
  return (
    <MultiSelect
      label="Integrations"
      placeholder={isPending ? 'Loading…' : 'Choose'}
      searchable
      data={data?.map(({ slug }) => slug) ?? []}
      {...props}
    />
  );
}
