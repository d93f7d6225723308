import { MultiSelect } from '@mantine/core';
import { CHOICES_SHOWN_MAX, useIntegrationNames } from '../../integrations/integration-names.queries.js';

export interface IntegrationsSelectProps {
  readonly value?: string[];
  readonly onChange?: (slugs: string[]) => void;
}

/** The slugs of integrations. */
export function IntegrationsSelect(props: IntegrationsSelectProps) {
  const { data, isLoading } = useIntegrationNames();
  return (
    <MultiSelect
      label="Integrations"
      placeholder={isLoading ? 'Loading…' : 'Choose'}
      searchable
      limit={CHOICES_SHOWN_MAX}
      data={data?.map(({ slug }) => slug) ?? []}
      {...props}
    />
  );
}
