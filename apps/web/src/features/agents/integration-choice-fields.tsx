import { Radio, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { ErrorState } from '../../ui/error-state.js';
import { visible } from '../../ui/visible.js';
import type { IntegrationChoice } from './tool-choice.js';
import { ToolList } from './tool-list.js';
import { useToolsToChoose } from './tools-to-choose.queries.js';

export interface IntegrationChoiceFieldsProps {
  /** Null: no such integration is registered. */
  readonly integrationId: string | null;
  readonly name: string;
  readonly choice: IntegrationChoice;
  readonly onChange: (choice: IntegrationChoice) => void;
}

export function IntegrationChoiceFields(props: IntegrationChoiceFieldsProps) {
  const { integrationId, name, choice, onChange } = props;
  return (
    <Stack gap="sm">
      <Radio.Group
        aria-label={`What of ${visible(name)}`}
        value={choice.reach}
        onChange={(reach) => onChange({ ...choice, reach: reach })}
      >
        <Stack gap="xs">
          <Radio value="none" label="Nothing of it" />
          <Radio value="all" label="All of its tools, also later ones" />
          <Radio value="some" label="Some of its tools" />
        </Stack>
      </Radio.Group>
      {choice.reach !== 'none' && (
        <Switch
          label="Ask a person for each of its calls"
          checked={choice.asks}
          onChange={(event) => onChange({ ...choice, asks: event.currentTarget.checked })}
        />
      )}
      {choice.reach !== 'none' && <Tools {...{ integrationId, name, choice, onChange }} />}
    </Stack>
  );
}

function Tools({ integrationId, choice, onChange, name }: IntegrationChoiceFieldsProps) {
  const { data: tools, error, refetch } = useToolsToChoose(integrationId);
  if (integrationId === null) {
    return (
      <Text size="sm" c="dimmed">
        No integration has this slug: it reaches nothing until one has it.
      </Text>
    );
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!tools) return <Skeleton height={180} />;
  return <ToolList label={`Tools of ${visible(name)}`} tools={tools} choice={choice} onChange={onChange} />;
}
