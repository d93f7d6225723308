import { Alert, Button, Group, List, Stack, Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { ApiProblem } from '@countersign/api-client';
import { messageOf } from '../../ui/error-state.js';
import type { AgentFormValues } from './agent-form-values.js';
import { FormSection } from './form-section.js';
import { LimitFields } from './limit-fields.js';
import { ModelFields } from './model-fields.js';
import { TaskFields } from './task-fields.js';
import { ToolChoiceFields } from './tool-choice-fields.js';

export interface AgentFormProps {
  readonly initial: AgentFormValues;
  readonly action: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSubmit: (values: AgentFormValues) => void;
  /** Beside the button that sends. */
  readonly aside?: ReactNode;
}

/** All that an agent is; used for a new one and to change one. */
export function AgentForm({ initial, action, isPending, error, onSubmit, aside }: AgentFormProps) {
  const form = useForm<AgentFormValues>({
    initialValues: initial,
    validate: {
      name: (name) => (name.trim() === '' ? 'An agent needs a name' : null),
    },
  });
  return (
    <form onSubmit={form.onSubmit(onSubmit)} aria-label="Agent">
      <Stack gap="lg" maw={820}>
        <TaskFields form={form} />
        <ModelFields form={form} />
        <FormSection
          title="Tools"
          description="What it may use at all. This only narrows: the policy of each tool is what allows it."
        >
          <Switch
            label="Ask a person for every call, also of tools that policy allows"
            {...form.getInputProps('asksForAll', { type: 'checkbox' })}
          />
          <ToolChoiceFields
            everything={form.values.everything}
            choices={form.values.choices}
            onEverything={(everything) => form.setFieldValue('everything', everything)}
            onChoices={(choices) => form.setFieldValue('choices', choices)}
          />
        </FormSection>
        <FormSection title="Limits" description="Of one run; what is over ends it, and says why.">
          <LimitFields form={form} />
        </FormSection>
        {error != null && <Refusal error={error} />}
        <Group>
          <Button type="submit" loading={isPending}>
            {action}
          </Button>
          {aside}
        </Group>
      </Stack>
    </form>
  );
}

function Refusal({ error }: { readonly error: unknown }) {
  const problems = error instanceof ApiProblem ? error.errors : [];
  return (
    <Alert color="red" role="alert" title="This was not saved">
      <Text size="sm">{messageOf(error)}</Text>
      {problems.length > 0 && (
        <List size="sm">
          {problems.map(({ pointer, message }) => (
            <List.Item key={pointer + message}>
              {pointer.slice(1)}: {message}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
